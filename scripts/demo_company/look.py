"""What the company shows of itself: its logo and the title of its pages."""

import base64
import pathlib

LOGO = pathlib.Path(__file__).parent / "logo.png"
TITLE = """
<title position="attributes">
    <attribute name="t-esc">title or env.company.sudo().name</attribute>
</title>
"""


def make(env):
    """Set the logo, and the company's name where a page would be called “Odoo”."""
    env.company.logo = base64.b64encode(LOGO.read_bytes())
    env["ir.ui.view"].create(
        {
            "name": "the demo company's name as title",
            "type": "qweb",
            "key": "heating_demo.title",
            "inherit_id": env.ref("web.layout").id,
            "arch": TITLE,
        }
    )
