from . import heating_fapiao_request
from . import heating_fapiao_request_title
from . import heating_fapiao_issue
from . import heating_fapiao_red
from . import heating_fapiao_red_line
from . import heating_fapiao_export
from . import heating_fapiao_import
from . import heating_fapiao_import_line
