# What a ticket is about.
KINDS = [
    ("repair", "Repair"),
    ("too_cold", "Too Cold"),
    ("outage", "Outage"),
    ("billing", "Billing Question"),
    ("complaint", "Complaint"),
    ("theft_report", "Theft Report"),
    ("other", "Other"),
]

# The way of a ticket; each stage of a heating team stands for one of these.
STATES = [
    ("new", "New"),
    ("assigned", "Assigned"),
    ("in_progress", "In Progress"),
    ("done", "To Follow Up"),
    ("closed", "Closed"),
    ("cancelled", "Cancelled"),
]
OPEN_STATES = ("new", "assigned", "in_progress")
ENDED_STATES = ("closed", "cancelled")

# Limits for what householders hand in on the portal: generous for people, far below
# what a program would send.
MAX_SUBJECT = 100
MAX_DESCRIPTION = 4000
MAX_PHONE = 30
MAX_FILES = 5
MAX_FILE_SIZE = 10 * 1024 * 1024
MAX_TICKETS_PER_HOUR = 5
# Told from the content, never from the name or what the browser claims. SVG is left
# out on purpose: it may carry scripts.
FILE_TYPES = (
    "image/jpeg",
    "image/png",
    "image/gif",
    "image/webp",
    "image/heic",
    "application/pdf",
)

# Fewer digits find half a town.
MIN_PHONE_DIGITS = 7
# Longer ones begin with the country code.
LONGEST_NATIONAL_NUMBER = 12
