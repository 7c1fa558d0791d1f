from . import heating_list_xlsx
from . import heating_arrears_xlsx
from . import heating_collection_xlsx
