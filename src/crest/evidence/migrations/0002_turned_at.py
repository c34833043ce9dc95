"""When the state of a batch last changed."""

from django.db import migrations, models
from django.utils import timezone


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='batch',
            options={},
        ),
        migrations.AlterModelOptions(
            name='document',
            options={},
        ),
        migrations.AlterModelOptions(
            name='row',
            options={},
        ),
        migrations.AlterModelOptions(
            name='rowproblem',
            options={},
        ),
        migrations.AlterModelOptions(
            name='source',
            options={},
        ),
        migrations.AddField(
            model_name="batch",
            name="turned_at",
            field=models.DateTimeField(auto_now=True, default=timezone.now),
            preserve_default=False,
        ),
    ]
