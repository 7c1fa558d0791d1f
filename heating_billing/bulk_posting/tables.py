"""Rows of documents: read as they stand, and written in sets from a template's."""

from odoo.tools import SQL

MOVE = "account_move"
LINE = "account_move_line"


def read_documents(env, move_ids, links):
    """Every stored column of documents and their lines.

    :param links: the relation tables of a line, as (table, column of the line)
    :return: dict of move id → (row, list of rows of its lines in order); a row is a
        dict of column → value, in lines also (table,) → sorted rows of that relation
    """
    documents = {
        row["id"]: (row, [])
        for row in env.execute_query_dict(
            SQL(
                "SELECT * FROM %s WHERE id = ANY(%s)",
                SQL.identifier(MOVE),
                list(move_ids),
            )
        )
    }
    lines = {}
    for row in env.execute_query_dict(
        SQL(
            "SELECT * FROM %s WHERE move_id = ANY(%s) ORDER BY id",
            SQL.identifier(LINE),
            list(move_ids),
        )
    ):
        lines[row["id"]] = row
        documents[row["move_id"]][1].append(row)
    for table, column in links:
        for row in lines.values():
            row[table,] = []
        for related in env.execute_query_dict(
            SQL(
                "SELECT * FROM %s WHERE %s = ANY(%s)",
                SQL.identifier(table),
                SQL.identifier(column),
                list(lines),
            )
        ):
            line_id = related.pop(column)
            lines[line_id][table,].append(tuple(sorted(related.items())))
        for row in lines.values():
            row[table,].sort()
    return documents


def count_writes(env):
    """How many rows this transaction has written so far, by table.

    :return: dict of table → (inserted, updated, deleted)
    """
    rows = env.execute_query(
        SQL(
            "SELECT relname, n_tup_ins, n_tup_upd, n_tup_del "
            "FROM pg_stat_xact_user_tables "
            "WHERE n_tup_ins + n_tup_upd + n_tup_del > 0"
        )
    )
    return {table: counts for table, *counts in rows}


def new_ids(env, table, count):
    """Ids for rows of a table that are about to be written."""
    return [
        row[0]
        for row in env.execute_query(
            SQL(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) "
                "FROM generate_series(1, %s)",
                table,
                count,
            )
        )
    ]


def copy_rows(env, table, columns, rows, key="id"):
    """Write rows that are copies of others but for some columns.

    :param columns: names of the columns that differ; of *key* first, the template's
        under ``template``
    :param list rows: tuples of (key of the template, values in the order of columns)
    """
    if not rows:
        return
    types = dict(
        env.execute_query(
            SQL(
                "SELECT attname, format_type(atttypid, atttypmod) FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped "
                "ORDER BY attnum",
                table,
            )
        )
    )
    arrays = [[row[0] for row in rows]] + [
        [row[index] for row in rows] for index in range(1, len(columns) + 1)
    ]
    own = set(columns)
    env.execute_query_dict(
        SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(values)s "
            "FROM unnest(%(arrays)s) AS own (template, %(own)s) "
            "JOIN %(table)s AS pattern ON pattern.%(key)s = own.template "
            "RETURNING 1 AS written",
            table=SQL.identifier(table),
            names=SQL(", ").join(map(SQL.identifier, types)),
            values=SQL(", ").join(
                SQL.identifier("own" if name in own else "pattern", name)
                for name in types
            ),
            arrays=SQL(", ").join(
                SQL("%s::" + types[name] + "[]", values)
                for name, values in zip([key, *columns], arrays, strict=True)
            ),
            own=SQL(", ").join(map(SQL.identifier, columns)),
            key=SQL.identifier(key),
        )
    )
