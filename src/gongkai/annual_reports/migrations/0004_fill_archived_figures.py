"""Reports archived before figures had rows of their own get them, from the figures kept with the report."""

from decimal import Decimal

from django.db import migrations

TABLES = ("table2", "table3", "table4", "statistics")
AT_ONCE = 5000


def figures_of(data):
    """(table, row, column, value, unit) of every cell that was read, as the JSON of a reading has them."""
    for table in TABLES:
        for row, cells in (data.get(table) or {}).items():
            for column, value in cells.items():
                if column in ("note", "unit"):
                    continue
                unit = ""
                if isinstance(value, dict):
                    value, unit = value["value"], value["unit"]
                elif cells.get("unit") and value is not None:
                    unit = cells["unit"]
                yield table, row, column, None if value is None else Decimal(str(value)), unit


def fill(apps, schema_editor):
    report_model = apps.get_model("annual_reports", "AnnualReport")
    figure_model = apps.get_model("annual_reports", "ArchivedFigure")
    waiting = []
    known = set(figure_model.objects.order_by().values_list("report_id", flat=True).distinct())
    for report in report_model.objects.only("pk", "figures").order_by("pk").iterator(chunk_size=200):
        if report.pk in known:
            continue
        for table, row, column, value, unit in figures_of(report.figures):
            waiting.append(
                figure_model(report_id=report.pk, table=table, row=row, column=column, value=value, unit=unit)
            )
        if len(waiting) >= AT_ONCE:
            figure_model.objects.bulk_create(waiting, batch_size=500)
            waiting = []
    figure_model.objects.bulk_create(waiting, batch_size=500)


class Migration(migrations.Migration):

    dependencies = [
        ("annual_reports", "0003_collections"),
    ]

    operations = [
        # Backwards nothing is to be done: the rows go with their table.
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
