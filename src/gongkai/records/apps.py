from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "gongkai.records"
    verbose_name = _("记录")

    def ready(self) -> None:
        from gongkai.records import journal  # noqa: PLC0415 - tables exist only once Django is ready
        from gongkai.records.backups.verbs import VERBS as BACKUPS  # noqa: PLC0415
        from gongkai.records.files.verbs import VERBS as FILES  # noqa: PLC0415
        from gongkai.records.jobs.verbs import VERBS as JOBS  # noqa: PLC0415
        from gongkai.records.keys import signing  # noqa: PLC0415
        from gongkai.records.keys.verbs import VERBS as KEYS  # noqa: PLC0415
        from gongkai.records.letters.verbs import VERBS as LETTERS  # noqa: PLC0415
        from gongkai.records.numbers.verbs import VERBS as NUMBERS  # noqa: PLC0415

        for verbs in (JOBS, KEYS, FILES, NUMBERS, BACKUPS, LETTERS):
            journal.register(verbs)
        journal.signing.use(signing)
