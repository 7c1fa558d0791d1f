from . import heating_application_confirm
