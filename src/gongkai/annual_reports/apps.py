from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualReportsConfig(AppConfig):
    name = "gongkai.annual_reports"
    verbose_name = _("政府信息公开工作年度报告")

    def ready(self) -> None:
        from gongkai.annual_reports.access import TABLE  # noqa: PLC0415 - once every table is known
        from gongkai.annual_reports.rules.return_letter import KIND  # noqa: PLC0415
        from gongkai.annual_reports.verbs import VERBS  # noqa: PLC0415
        from gongkai.organisations import access  # noqa: PLC0415
        from gongkai.records import journal  # noqa: PLC0415
        from gongkai.records.letters.rules import kinds  # noqa: PLC0415

        journal.register(VERBS)
        access.declare(*TABLE)
        kinds.register(KIND)
