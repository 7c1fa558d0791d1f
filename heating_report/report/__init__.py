from . import heating_list_xlsx
from . import heating_arrears_xlsx
from . import heating_collection_xlsx
from . import heating_advances_xlsx
from . import heating_receivable_age_xlsx
from . import heating_recognition_xlsx
from . import heating_revenue_xlsx
from . import heating_statement_xlsx
