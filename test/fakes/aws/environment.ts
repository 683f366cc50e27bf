import { onTestFinished, vi } from 'vitest';

/** Sets what the SDK reads of its environment, for the length of one test: nothing of a developer's own account is left. */
export function awsEnvironment(env: Readonly<Record<string, string>>): Record<string, string> {
  const all = {
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_PROFILE: '',
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
    ...env,
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value === '' ? undefined : value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return all;
}
