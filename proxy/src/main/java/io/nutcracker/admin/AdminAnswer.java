// SPDX-License-Identifier: Apache-2.0

package io.nutcracker.admin;

/** What answers an HTTP request to the admin port: a response, or somebody who will give one. */
public sealed interface AdminAnswer permits AdminResponse, LateAnswer {}
