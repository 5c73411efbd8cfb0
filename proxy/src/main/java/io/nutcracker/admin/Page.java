// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import io.netty.handler.codec.http.HttpHeaderNames;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code /} and {@code /assets/}: the page for people and the files it is made of. Browsers may
 * keep them, but ask each time whether they are still the same, so that after an upgrade nobody
 * mixes two versions.
 */
final class Page implements AdminResource {
  static final String ASSETS = "/assets/";

  /** What has been asked for and is there. Used by the admin port's thread only. */
  private final Map<String, PageFile> files = new HashMap<>();

  @Override
  public AdminResponse answer(AdminRequest request) {
    PageFile file = file(request.path());
    if (file == null) {
      return AdminResponse.error(NOT_FOUND, "there is no " + request.path());
    }
    boolean known = request.header(HttpHeaderNames.IF_NONE_MATCH).contains(file.etag());
    AdminResponse response =
        known ? AdminResponse.notModified() : AdminResponse.of(file.contentType(), file.content());
    return response
        .with(HttpHeaderNames.ETAG, file.etag())
        .with(HttpHeaderNames.CACHE_CONTROL, "no-cache");
  }

  private @Nullable PageFile file(String path) {
    PageFile file = files.get(path);
    if (file == null) {
      file = PageFile.read(path.equals("/") ? "page/index.html" : path.substring(ASSETS.length()));
      if (file != null) {
        files.put(path, file);
      }
    }
    return file;
  }
}
