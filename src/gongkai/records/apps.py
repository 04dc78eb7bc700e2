from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "gongkai.records"
    verbose_name = _("记录")

    def ready(self) -> None:
        from gongkai.records import health, home, journal  # noqa: PLC0415 - there are no tables earlier
        from gongkai.records.backups.verbs import VERBS as BACKUPS  # noqa: PLC0415
        from gongkai.records.files.verbs import VERBS as FILES  # noqa: PLC0415
        from gongkai.records.jobs import health as jobs_health  # noqa: PLC0415
        from gongkai.records.jobs.verbs import VERBS as JOBS  # noqa: PLC0415
        from gongkai.records.journal import health as journal_health  # noqa: PLC0415
        from gongkai.records.keys import health as keys_health  # noqa: PLC0415
        from gongkai.records.keys import signing  # noqa: PLC0415
        from gongkai.records.keys.verbs import VERBS as KEYS  # noqa: PLC0415
        from gongkai.records.letters.verbs import VERBS as LETTERS  # noqa: PLC0415
        from gongkai.records.numbers.verbs import VERBS as NUMBERS  # noqa: PLC0415

        health.register("modes", _("文件权限"), home.examine_modes, needs_database=False)
        health.register("disk", _("磁盘空间"), home.examine_disk, needs_database=False)
        health.register("keys", _("密钥"), keys_health.examine)
        health.register("clock", _("本机时间"), journal_health.examine_clock)
        health.register("sealing", _("日志封存"), journal_health.examine_sealing)
        health.register("anchor", _("日志锚点"), journal_health.examine_anchor)
        health.register("runner", _("后台任务"), jobs_health.examine)
        for verbs in (JOBS, KEYS, FILES, NUMBERS, BACKUPS, LETTERS):
            journal.register(verbs)
        journal.signing.use(signing)
