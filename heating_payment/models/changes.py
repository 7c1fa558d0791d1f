"""Which of the fields that must stay would really change."""


def find_changes(record, vals, names):
    """Names of fields that *vals* would give another value.

    Forms and imports send values that are there already; those change nothing.

    :param record: one record, with the rights to read the fields
    :param dict vals: what is to be written
    :param names: the fields asked about
    :rtype: list[str]
    """
    return [
        name
        for name in names
        if name in vals
        and (record._fields[name].convert_to_write(record[name], record) or False)
        != (vals[name] or False)
    ]
