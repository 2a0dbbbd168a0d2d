import { asConnected } from '../../../core/detect/address.ts';
import type { DraftHost } from '../../../shared/draft-hosts.ts';
import { failed, type Result, success } from '../../../shared/result.ts';
import { ask } from '../../api.ts';

/** Those of the hosts that nobody vouches for and nobody has said yes to. `fine` are names as they are connected to. */
export async function unconfirmedHosts(
  address: string,
  used: readonly DraftHost[],
  fine: readonly string[],
): Promise<Result<readonly string[]>> {
  const hosts = [...new Set(connected(used))].filter((host) => !fine.includes(host));
  if (hosts.length === 0) return success([]);
  const answer = await ask('detect.hostsToConfirm', { address, hosts });
  return answer.ok ? success(answer.value.hosts) : failed(answer.failure);
}

/** The names of hosts as they are connected to. */
export const connected = (hosts: readonly DraftHost[]): readonly string[] => hosts.map(({ host }) => asConnected(host));
