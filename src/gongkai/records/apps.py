import pkgutil
from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _

# What a package says of itself, found by the names of its modules; in this order, in it and in its rooms.
DECLARING = ("actions", "verbs", "kinds", "lifecycle", "operations")


def rooms() -> Iterator[str]:
    """Every installed package of ours and every package inside it, by dotted name."""
    for config in apps.get_app_configs():
        if config.name.startswith("gongkai."):
            yield config.name
            for item in pkgutil.iter_modules([config.path]):
                if item.ispkg:
                    yield f"{config.name}.{item.name}"


def load_declarations() -> None:
    """Import the modules in which packages declare actions, kinds, lifecycles and operations."""
    from gongkai.records import journal  # noqa: PLC0415 - tables exist only once Django is ready

    for room in rooms():
        for name in DECLARING:
            if find_spec(f"{room}.{name}"):
                module = import_module(f"{room}.{name}")
                journal.register(getattr(module, "VERBS", {}))
                for part in pkgutil.iter_modules(getattr(module, "__path__", [])):
                    import_module(f"{module.__name__}.{part.name}")


class RecordsConfig(AppConfig):
    name = "gongkai.records"
    verbose_name = _("记录")

    def ready(self) -> None:
        from gongkai.records import health, home, journal  # noqa: PLC0415 - there are no tables earlier
        from gongkai.records.jobs import health as jobs_health  # noqa: PLC0415
        from gongkai.records.journal import health as journal_health  # noqa: PLC0415
        from gongkai.records.keys import health as keys_health  # noqa: PLC0415
        from gongkai.records.keys import signing  # noqa: PLC0415

        load_declarations()
        health.register("modes", _("文件权限"), home.examine_modes, needs_database=False)
        health.register("disk", _("磁盘空间"), home.examine_disk, needs_database=False)
        health.register("keys", _("密钥"), keys_health.examine)
        health.register("clock", _("本机时间"), journal_health.examine_clock)
        health.register("sealing", _("日志封存"), journal_health.examine_sealing)
        health.register("anchor", _("日志锚点"), journal_health.examine_anchor)
        health.register("runner", _("后台任务"), jobs_health.examine)
        journal.signing.use(signing)
