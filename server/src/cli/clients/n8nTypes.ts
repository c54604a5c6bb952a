/** A step of a workflow, as n8n's public API has it. */
export type N8nNode = {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	webhookId?: string;
	credentials?: Record<string, { id: string | null; name: string }>;
	disabled?: boolean;
	notes?: string;
	[other: string]: unknown;
};

/** The steps of a workflow and how they are joined. */
export type N8nFlow = { nodes: N8nNode[]; connections: Record<string, unknown> };

/** What is written of a workflow. */
export type WorkflowToWrite = N8nFlow & {
	name: string;
	settings: Record<string, unknown>;
	description?: string;
};

/** A workflow as it is read. */
export type N8nWorkflow = N8nFlow & {
	id: string;
	name: string;
	settings: Record<string, unknown>;
	description?: string | null;
	active: boolean;
	isArchived?: boolean;
	/** The draft. */
	versionId: string;
	/** What is published; null where nothing is. */
	activeVersionId: string | null;
	/** The published steps, where they are not the draft's. */
	activeVersion?: N8nFlow | null;
	tags?: N8nTag[];
	/** The projects that it is in, its owner's among them. */
	shared?: Array<{ role: string; projectId: string }>;
};

export type N8nTag = { id: string; name: string };

export type N8nCredential = { id: string; name: string; type: string };

/** A run of a workflow. */
export type N8nExecution = {
	id: string;
	status: string;
	startedAt: string;
	stoppedAt?: string | null;
	data?: { resultData?: { error?: { message?: string } } };
};
