from . import heating_tariff_compare
from . import heating_tariff_from_pack
