"""Load: a portal as an operator runs it, and visitors with the mix of a day, all on this machine. `make load` runs it.

The portal runs behind the reference proxy, with production settings, a worker and PostgreSQL. Visitors come from
addresses of the loopback network, each of a network of its own, because the proxy limits by network: the clients of
locust and k6 all come from one.
"""
