import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialType,
	IDataObject,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeProperties,
	IWorkflowExecuteAdditionalData,
	Workflow,
} from 'n8n-workflow';
import { ICredentialsHelper } from './engine';

export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

/** n8n's credential store, holding plain values by credential type and applying `authenticate` as n8n does. */
export class PlainCredentials extends ICredentialsHelper {
	constructor(
		private readonly types: Map<string, ICredentialType>,
		private readonly values: CredentialValues,
	) {
		super();
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const values = this.values[type];
		if (values === undefined) throw new Error(`The test gave no values for the credential ${type}`);
		const defaults = this.getCredentialsProperties(type).map(({ name, default: value }) => [
			name,
			value,
		]);
		return { ...Object.fromEntries(defaults), ...values };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		type: string,
		options: IHttpRequestOptions,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		const authenticate = this.types.get(type)?.authenticate;
		if (authenticate === undefined) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		const resolve = (text: string) =>
			workflow!.expression.getSimpleParameterValue(node!, text, 'internal', {
				$credentials: credentials,
			});
		const target = options as unknown as Record<string, IDataObject>;
		for (const [part, values] of Object.entries(authenticate.properties)) {
			const resolved = Object.entries(values ?? {}).map(([key, value]) => [
				resolve(key),
				resolve(String(value)),
			]);
			target[part] = { ...target[part], ...Object.fromEntries(resolved) };
		}
		return options;
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.types.get(type)?.properties ?? [];
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async preAuthentication(): Promise<undefined> {}

	async runPreAuthentication(): Promise<undefined> {}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Tests hold credentials in plain only');
	}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}
}
