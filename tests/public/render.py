"""Renders a Jinja template: render.py TEMPLATE OUTPUT NAME=VALUE ... A value that is a whole number becomes one."""

import pathlib
import sys

import jinja2


def main(template, output, *pairs):
    values = {}
    for pair in pairs:
        name, value = pair.split("=", 1)
        values[name] = int(value) if value.isdecimal() else value
    text = jinja2.Template(pathlib.Path(template).read_text(encoding="utf-8")).render(values)
    path = pathlib.Path(output)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


main(*sys.argv[1:])
