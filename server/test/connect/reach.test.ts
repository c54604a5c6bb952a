import { expect, test } from 'vitest';
import { reachOf } from '../../src/ui/settings/connect/reach';

test.each([
	['http://localhost:3000', 'this machine'],
	['http://127.0.0.1:3000', 'this machine'],
	['http://[::1]:3000', 'this machine'],
	['https://fluid.localhost', 'this machine'],
	['http://192.168.1.20:3000', 'this network'],
	['https://10.0.0.7', 'this network'],
	['http://[fd00::7]:3000', 'this network'],
	['http://crm:3000', 'this network'],
	['http://crm.local:3000', 'this network'],
	['http://crm.example.com', 'unencrypted'],
	['http://1.1.1.1:3000', 'unencrypted'],
	['https://crm.example.com', 'everywhere'],
	['https://1.1.1.1', 'everywhere'],
])('%s is reached from %s', (address, reach) => {
	expect(reachOf(address)).toBe(reach);
});
