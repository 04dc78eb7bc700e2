from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsoleConfig(AppConfig):
    name = "gongkai.console"
    verbose_name = _("工作台")

    def ready(self) -> None:
        from gongkai.console import verbs  # noqa: PLC0415 - the journal needs its tables
        from gongkai.records import journal  # noqa: PLC0415

        journal.register(verbs.VERBS)
