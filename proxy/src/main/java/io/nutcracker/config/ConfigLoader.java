// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.config;

import io.nutcracker.config.Setting.ProcessDraft;
import io.nutcracker.hashkit.ServerNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Reads a configuration file in three steps: {@link YamlReader} checks its shape, {@link
 * PoolReader} each pool, and what is left here is what concerns several pools. A file is refused
 * when twemproxy refuses it, but for {@link Setting}s, which are new, and what {@link YamlReader}
 * names; unlike twemproxy, all of its problems are reported at once.
 */
public final class ConfigLoader {
  private final Path file;
  private final Findings findings;
  private final HostResolver resolver;
  private final Secrets secrets;

  private ConfigLoader(String file, HostResolver resolver, Secrets secrets) {
    this.file = Path.of(file);
    this.findings = new Findings(file);
    this.resolver = resolver;
    this.secrets = secrets;
  }

  /**
   * Loads the file and resolves the hosts of its {@code listen} values, which may take a while.
   *
   * @throws IOException when the file cannot be read
   * @throws ConfigException when it can, and is refused
   */
  public static LoadedConfig load(Path file) throws IOException, ConfigException {
    return parse(file.toString(), Files.readAllBytes(file), HostResolver.SYSTEM, Secrets.SYSTEM);
  }

  static LoadedConfig parse(String file, byte[] yaml, HostResolver resolver, Secrets secrets)
      throws ConfigException {
    return new ConfigLoader(file, resolver, secrets).parse(yaml);
  }

  private LoadedConfig parse(byte[] yaml) throws ConfigException {
    String text = YamlText.decode(yaml, findings);
    RawConfig raw = text == null ? new RawConfig() : YamlReader.read(text, findings);
    ProcessDraft process = settings(raw.settings);
    List<PoolDraft> pools =
        raw.pools.stream().map(pool -> PoolReader.read(pool, findings, resolver, secrets)).toList();
    requireDifferentNames(pools);
    requireDifferentListenAddresses(pools);
    if (pools.isEmpty() && !findings.hasProblems()) {
      findings.at(0).refuse(null, "holds no server pool");
    }
    if (findings.hasProblems()) {
      throw new ConfigException(findings.problems());
    }
    return new LoadedConfig(config(pools, process), findings.warnings());
  }

  private NutcrackerConfig config(List<PoolDraft> pools, ProcessDraft process) {
    return new NutcrackerConfig(
        pools.stream()
            .map(pool -> pool.toPool(file))
            .sorted(Comparator.comparing(PoolConfig::name, ServerNames.ORDER))
            .toList(),
        process.workers == null ? OptionalInt.empty() : OptionalInt.of(process.workers),
        Optional.ofNullable(process.transport),
        process.maxMemory == null ? OptionalLong.empty() : OptionalLong.of(process.maxMemory));
  }

  private ProcessDraft settings(List<RawConfig.Setting> settings) {
    var draft = new ProcessDraft();
    var lines = new EnumMap<Setting, Integer>(Setting.class);
    for (RawConfig.Setting raw : settings) {
      String name = raw.key().text();
      Findings.Spot spot = findings.at(raw.key().line()).key(name);
      Setting setting = Setting.named(name);
      Integer earlier = setting == null ? null : lines.putIfAbsent(setting, raw.key().line());
      if (setting == null) {
        spot.refuse(
            null,
            "is neither a server pool, which is a mapping of directives, nor one of "
                + Setting.names()
                + Suggestion.of(name, Setting.names()));
      } else if (earlier != null) {
        spot.refuse(null, "is given a second time; the first is in line " + earlier);
      } else if (raw.value().text().isEmpty()) {
        spot.refuse(null, "has no value");
      } else {
        setting.assignment.assign(draft, raw.value().text(), spot);
      }
    }
    return draft;
  }

  private void requireDifferentNames(List<PoolDraft> pools) {
    var lines = new HashMap<String, Integer>();
    for (PoolDraft pool : pools) {
      Integer earlier = lines.putIfAbsent(pool.name.text(), pool.name.line());
      if (earlier != null) {
        findings.at(pool.name).refuse(null, "is already the name of the pool in line " + earlier);
      }
    }
  }

  private void requireDifferentListenAddresses(List<PoolDraft> pools) {
    var owners = new HashMap<String, PoolDraft>();
    for (PoolDraft pool : pools) {
      if (pool.listen == null) {
        continue;
      }
      String address = pool.listen.text();
      PoolDraft owner = owners.putIfAbsent(address, pool);
      if (owner != null) {
        findings
            .at(pool.name)
            .line(pool.line(Directive.LISTEN))
            .key(Directive.LISTEN.configName)
            .refuse(
                address,
                "is already the address of pool " + ConfigProblem.quoted(owner.name.text()));
      }
    }
  }
}
