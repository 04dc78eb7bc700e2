from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "gongkai.organisations"
    verbose_name = _("机构与人员")

    def ready(self) -> None:
        from gongkai.organisations import access, actions, verbs  # noqa: PLC0415 - they need models
        from gongkai.records import journal  # noqa: PLC0415

        journal.register(verbs.VERBS)
        access.declare(*actions.TABLE)
