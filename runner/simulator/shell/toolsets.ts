import { curl } from './curl/curl.ts';
import { dig } from './dns/dig.ts';
import { getent } from './dns/getent.ts';
import { host } from './dns/host.ts';
import { busyboxNslookup, nslookup } from './dns/nslookup.ts';
import { httpd } from './httpd.ts';
import { busyboxNc, nc } from './netcat.ts';
import { busyboxPing, ping } from './ping.ts';
import { ip, netstat, ss } from './sockets.ts';
import { date, env, hostname, id, kill, mktemp, noEffect, sleep, timeout, uname } from './system.ts';
import type { Tool } from './tool.ts';
import { busyboxWget, wget } from './wget.ts';

const common: readonly Tool[] = [env, hostname, sleep, timeout, date, uname, id, kill, mktemp, noEffect, ip, netstat];

/** The programs of a Debian image with the usual network tools. */
export const debianTools: readonly Tool[] = [...common, curl, ping, dig, nslookup, host, getent, nc, wget, ss];

/** The programs of busybox; it has no curl and no dig. */
export const busyboxTools: readonly Tool[] = [...common, busyboxPing, busyboxNslookup, busyboxNc, busyboxWget, httpd];

/** Alpine: busybox with musl's getent. */
export const alpineTools: readonly Tool[] = [...busyboxTools, getent];

/** Alpine with curl, as curlimages/curl is. */
export const alpineCurlTools: readonly Tool[] = [...alpineTools, curl];

/** The programs of a kindest/node image; it has neither nc nor dig. */
export const nodeTools: readonly Tool[] = [...common, curl, ping, getent, ss];
