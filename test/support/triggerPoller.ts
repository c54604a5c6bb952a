import type {
	IDataObject,
	INode,
	INodeExecutionData,
	INodeType,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { core } from './engine';

type MakeAdditionalData = (mode: WorkflowExecuteMode) => IWorkflowExecuteAdditionalData;

/** A trigger that fetches, with what n8n keeps of it: its static data is saved with the execution that it starts. */
export class TriggerPoller {
	/** What is in n8n's database; an n8n that is killed comes back with it. */
	private saved: IDataObject = {};

	constructor(
		private readonly workflow: Workflow,
		private readonly type: INodeType,
		private readonly makeAdditionalData: MakeAdditionalData,
	) {}

	/** Fetches once, as n8n does each minute. Returns the items of the execution that it starts; none when it starts none. */
	async poll(): Promise<INodeExecutionData[]> {
		const items = await this.pollWithoutSaving();
		if (items.length > 0) this.saved = structuredClone({ ...this.staticData });
		return items;
	}

	/** Fetches, and n8n is killed before it has saved anything of it. */
	async pollAndDie(): Promise<INodeExecutionData[]> {
		const items = await this.pollWithoutSaving();
		this.restart();
		return items;
	}

	/** A run by hand. n8n saves nothing of it. */
	async tryByHand(): Promise<INodeExecutionData[]> {
		const items = await this.run('manual');
		this.restart();
		return items;
	}

	/** n8n starts again, with what it has saved. */
	restart(): void {
		for (const name of Object.keys(this.staticData)) delete this.staticData[name];
		Object.assign(this.staticData, structuredClone(this.saved));
	}

	/** The user changes the node. */
	setParameters(parameters: INode['parameters']): void {
		Object.assign(this.node.parameters, parameters);
	}

	private pollWithoutSaving(): Promise<INodeExecutionData[]> {
		return this.run('trigger');
	}

	private async run(mode: 'trigger' | 'manual'): Promise<INodeExecutionData[]> {
		const context = new core.PollContext(
			this.workflow,
			this.node,
			this.makeAdditionalData(mode),
			mode,
			mode === 'manual' ? 'manual' : 'activate',
		);
		const [items = []] = (await this.type.poll?.call(context)) ?? [];
		return items;
	}

	private get staticData(): IDataObject {
		return this.workflow.getStaticData('node', this.node);
	}

	private get node(): INode {
		return Object.values(this.workflow.nodes)[0] as INode;
	}
}
