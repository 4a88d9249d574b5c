package io.dockeradvanced.transport.ssh;

import java.util.Set;

/** What the keys of an SSH configuration mean to us. */
final class ConfigKeys {
  /** One value; the first that is found counts. */
  static final Set<String> SINGLE =
      Set.of(
          "hostname",
          "user",
          "port",
          "hostkeyalias",
          "identityagent",
          "identitiesonly",
          "stricthostkeychecking",
          "serveraliveinterval",
          "serveralivecountmax",
          "connecttimeout",
          "hashknownhosts");

  /** Several values on one line; the first line that is found counts. */
  static final Set<String> LISTS = Set.of("userknownhostsfile", "globalknownhostsfile");

  /**
   * Keys that ssh does something with once they are on, and we do not. GSSAPIAuthentication is not
   * among them: Debian sets it for every host.
   */
  static final Set<String> MISSED_WHEN_ON =
      Set.of(
          "compression",
          "hostbasedauthentication",
          "nohostauthenticationforlocalhost",
          "permitlocalcommand");

  /**
   * Keys about terminals, sessions, forwarding and ssh's own output: what they change does not
   * exist here, so nobody misses it. Debian and others set some of them for every host.
   */
  static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "addkeystoagent",
          "batchmode",
          "canonicalizepermittedcnames",
          "checkhostip",
          "clearallforwardings",
          "controlmaster",
          "controlpath",
          "controlpersist",
          "dynamicforward",
          "enableescapecommandline",
          "enablesshkeysign",
          "escapechar",
          "exitonforwardfailure",
          "fingerprinthash",
          "forkafterauthentication",
          "forwardagent",
          "forwardx11",
          "forwardx11timeout",
          "forwardx11trusted",
          "gatewayports",
          "gssapiauthentication",
          "gssapidelegatecredentials",
          "ignoreunknown",
          "ipqos",
          "localcommand",
          "localforward",
          "loglevel",
          "logverbose",
          "numberofpasswordprompts",
          "obscurekeystroketiming",
          "permitremoteopen",
          "remotecommand",
          "remoteforward",
          "requesttty",
          "sendenv",
          "sessiontype",
          "setenv",
          "stdinnull",
          "streamlocalbindmask",
          "streamlocalbindunlink",
          "syslogfacility",
          "tcpkeepalive",
          "tunnel",
          "tunneldevice",
          "updatehostkeys",
          "usekeychain",
          "visualhostkey",
          "xauthlocation");

  private ConfigKeys() {}
}
