import base64
import io

import qrcode


def get_qr_image(text):
    """A text as a QR code: the data URI of a PNG, so that a page needs no request.

    :param str text: what a scanner is to read
    :rtype: str
    """
    code = qrcode.QRCode(border=1, box_size=4)
    code.add_data(text)
    stream = io.BytesIO()
    code.make_image().save(stream)
    return "data:image/png;base64," + base64.b64encode(stream.getvalue()).decode()
