from . import heating_arrears
from . import heating_collection
from . import res_users
