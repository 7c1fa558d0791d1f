"""Drawn stand-ins for what people scan and photograph: papers, photos, signatures."""

import base64
import functools
import io
import random
import subprocess

from PIL import Image, ImageDraw, ImageFont

PAPER, INK, RED, BLUE = "#fdfcf7", "#222222", "#c0392b", "#1f3a93"


@functools.cache
def _font(size):
    """A font with Chinese characters, as the setup installs it for the PDFs."""
    found = subprocess.run(
        ["fc-match", "-f", "%{file}\n%{index}", "Noto Sans CJK SC:lang=zh-cn"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    return ImageFont.truetype(found[0], size, index=int(found[1]) & 0xFFFF)


def paper(title, lines, stamp=""):
    """A scanned sheet: a title, lines of text, and a round red stamp.

    :rtype: bytes
    """
    image = Image.new("RGB", (620, 877), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((24, 24, 596, 853), outline="#bbbbbb", width=2)
    draw.text((310, 92), title, font=_font(34), fill=INK, anchor="mm")
    draw.line((90, 130, 530, 130), fill=INK, width=2)
    for number, line in enumerate(lines):
        draw.text((80, 170 + 44 * number), line, font=_font(21), fill=INK)
    if stamp:
        draw.ellipse((380, 640, 540, 800), outline=RED, width=5)
        draw.text((460, 705), "★", font=_font(40), fill=RED, anchor="mm")
        draw.text((460, 758), stamp, font=_font(17), fill=RED, anchor="mm")
    # a scan lies never quite straight
    return _save(image.rotate(0.6, fillcolor="#e9e7e0"), "JPEG")


def photo(kind, seal=""):
    """A photo on site: a valve with its seal, or a room being measured.

    :param str kind: “valve” or “room”
    :rtype: bytes
    """
    image = Image.new("RGB", (800, 600), "#b9b4a8")
    draw = ImageDraw.Draw(image)
    for row in range(0, 600, 6):
        shade = 175 - row // 10
        draw.rectangle((0, row, 800, row + 6), fill=(shade, shade - 4, shade - 12))
    if kind == "valve":
        draw.rectangle((0, 270, 800, 350), fill="#8c8f94")
        draw.rectangle((0, 285, 800, 297), fill="#b4b7bb")
        draw.rectangle((330, 235, 470, 385), fill="#b08d3c")
        draw.rectangle((385, 150, 415, 240), fill="#77787a")
        draw.rounded_rectangle((270, 120, 530, 160), 16, fill="#c0392b")
        if seal:
            draw.line((400, 360, 460, 440), fill="#333333", width=4)
            draw.rounded_rectangle((400, 430, 640, 490), 8, fill="#f1c40f")
            draw.text((520, 460), seal, font=_font(30), fill=INK, anchor="mm")
    else:
        draw.polygon([(0, 600), (180, 400), (620, 400), (800, 600)], fill="#a98f6b")
        draw.rectangle((180, 90, 620, 400), fill="#e6e0d2")
        draw.rectangle((300, 140, 500, 290), fill="#bcd7ea", outline="#ffffff", width=8)
        draw.line((400, 140, 400, 290), fill="#ffffff", width=6)
        draw.rectangle((285, 315, 515, 385), fill="#f4f4f2", outline="#c9c9c5")
        for left in range(290, 515, 15):
            draw.line((left, 318, left, 382), fill="#d5d5d0", width=4)
        draw.line((60, 560, 745, 560), fill="#e74c3c", width=3)
        draw.text((400, 540), "激光测距", font=_font(24), fill="#e74c3c", anchor="mm")
    return _save(image, "JPEG")


def signature(name):
    """A name as if drawn with a finger, transparent, in base64.

    :rtype: str
    """
    image = Image.new("RGBA", (90 + 110 * len(name), 200), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    dice = random.Random(name)
    for number, character in enumerate(name):
        draw.text(
            (40 + 110 * number, 20 + dice.randint(-12, 12)),
            character,
            font=_font(110),
            fill=BLUE,
        )
    image = image.transform(
        image.size, Image.Transform.AFFINE, (1, 0.25, -30, 0.05, 1, -4)
    )
    return base64.b64encode(_save(image, "PNG")).decode()


def _save(image, form):
    content = io.BytesIO()
    image.save(content, form, **({"quality": 70} if form == "JPEG" else {}))
    return content.getvalue()


def encode(content):
    """Bytes as Odoo's binary fields take them."""
    return base64.b64encode(content)
