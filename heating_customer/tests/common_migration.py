from importlib.util import module_from_spec, spec_from_file_location

from odoo.tools import file_path


def run_migration(env, path, version="19.0.1.0.0"):
    """Run a migration script as an upgrade does.

    :param env: whose database is upgraded
    :param str path: the script, from the name of its addon on
    :param str version: the version before, or None for a new database
    """
    spec = spec_from_file_location("heating_migration", file_path(path))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    env.flush_all()
    module.migrate(env.cr, version)
    env.invalidate_all()
