from decimal import Decimal

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workbench", "0020_mail_links")]

    operations = [
        migrations.AddField(
            model_name="policy",
            name="investment_from",
            field=models.DecimalField(
                decimal_places=2,
                default=Decimal("450.00"),
                help_text="Asked about as a possible asset from this price apiece, without VAT; 0 never.",
                max_digits=18,
            ),
        ),
    ]
