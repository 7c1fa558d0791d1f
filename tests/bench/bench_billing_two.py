"""As bench_billing, by two workers."""

import bench_billing


def main(env, sizes=bench_billing.SIZES):
    """Measure two workers and print.

    :param env: an environment of a scratch database, as superuser
    :param sizes: numbers of households, ascending
    """
    bench_billing.main(env, sizes, workers=2)
