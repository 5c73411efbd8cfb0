# SPDX-License-Identifier: Apache-2.0
"""The parts of benchmarks/compare.

Read workloads, measuring, proxies, servers, redis, memcached, load, processes, report.
"""
