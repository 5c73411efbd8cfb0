# SPDX-License-Identifier: Apache-2.0
"""The parts of benchmarks/compare; read workloads, measuring, proxies, servers, load, processes, report."""
