import agency from './schemas/agency.schema.json';
import alert from './schemas/alert.schema.json';
import alertsInput from './schemas/alerts-input.schema.json';
import alerts from './schemas/alerts.schema.json';
import apiKeyDeletion from './schemas/api-key-deletion.schema.json';
import apiKeyInput from './schemas/api-key-input.schema.json';
import apiKey from './schemas/api-key.schema.json';
import attempt from './schemas/attempt.schema.json';
import blueprintForm from './schemas/blueprint-form.schema.json';
import blueprintOutcome from './schemas/blueprint-outcome.schema.json';
import blueprint from './schemas/blueprint.schema.json';
import bulkContact from './schemas/bulk-contact.schema.json';
import bulkContactsInput from './schemas/bulk-contacts-input.schema.json';
import bulkContactsResult from './schemas/bulk-contacts-result.schema.json';
import bulkDeal from './schemas/bulk-deal.schema.json';
import bulkInput from './schemas/bulk-input.schema.json';
import bulkItem from './schemas/bulk-item.schema.json';
import bulkResult from './schemas/bulk-result.schema.json';
import candidate from './schemas/candidate.schema.json';
import changeMessage from './schemas/change-message.schema.json';
import commitInput from './schemas/commit-input.schema.json';
import commitResult from './schemas/commit-result.schema.json';
import companyChange from './schemas/company-change.schema.json';
import companyDeletion from './schemas/company-deletion.schema.json';
import companyInput from './schemas/company-input.schema.json';
import company from './schemas/company.schema.json';
import consumer from './schemas/consumer.schema.json';
import contactChange from './schemas/contact-change.schema.json';
import contactInput from './schemas/contact-input.schema.json';
import contactMerge from './schemas/contact-merge.schema.json';
import contact from './schemas/contact.schema.json';
import customFieldType from './schemas/custom-field-type.schema.json';
import customFieldValue from './schemas/custom-field-value.schema.json';
import customField from './schemas/custom-field.schema.json';
import dealInput from './schemas/deal-input.schema.json';
import deal from './schemas/deal.schema.json';
import delivery from './schemas/delivery.schema.json';
import erasureInput from './schemas/erasure-input.schema.json';
import erasureReceiver from './schemas/erasure-receiver.schema.json';
import erasure from './schemas/erasure.schema.json';
import eventData from './schemas/event-data.schema.json';
import eventName from './schemas/event-name.schema.json';
import event from './schemas/event.schema.json';
import eventsAfter from './schemas/events-after.schema.json';
import formField from './schemas/form-field.schema.json';
import form from './schemas/form.schema.json';
import health from './schemas/health.schema.json';
import ingestResult from './schemas/ingest-result.schema.json';
import inputError from './schemas/input-error.schema.json';
import me from './schemas/me.schema.json';
import newApiKey from './schemas/new-api-key.schema.json';
import newContact from './schemas/new-contact.schema.json';
import note from './schemas/note.schema.json';
import onCreate from './schemas/on-create.schema.json';
import pipeline from './schemas/pipeline.schema.json';
import problem from './schemas/problem.schema.json';
import proofEnd from './schemas/proof-end.schema.json';
import proofInput from './schemas/proof-input.schema.json';
import proof from './schemas/proof.schema.json';
import pullInput from './schemas/pull-input.schema.json';
import pullResult from './schemas/pull-result.schema.json';
import pulledDelivery from './schemas/pulled-delivery.schema.json';
import reminderInput from './schemas/reminder-input.schema.json';
import reminder from './schemas/reminder.schema.json';
import replayInput from './schemas/replay-input.schema.json';
import replayResult from './schemas/replay-result.schema.json';
import rolloutInput from './schemas/rollout-input.schema.json';
import rollout from './schemas/rollout.schema.json';
import runKept from './schemas/run-kept.schema.json';
import runPreview from './schemas/run-preview.schema.json';
import run from './schemas/run.schema.json';
import stage from './schemas/stage.schema.json';
import submission from './schemas/submission.schema.json';
import testInput from './schemas/test-input.schema.json';
import undoCounts from './schemas/undo-counts.schema.json';
import warning from './schemas/warning.schema.json';
import webhookChange from './schemas/webhook-change.schema.json';
import webhookFiltersInput from './schemas/webhook-filters-input.schema.json';
import webhookFilters from './schemas/webhook-filters.schema.json';
import webhookInput from './schemas/webhook-input.schema.json';
import webhook from './schemas/webhook.schema.json';
import workspaceChange from './schemas/workspace-change.schema.json';
import workspaceInput from './schemas/workspace-input.schema.json';
import workspaceWebhook from './schemas/workspace-webhook.schema.json';
import workspace from './schemas/workspace.schema.json';

/** Every schema of the contract, by the name used in code. */
export const schemas = {
	agency,
	alert,
	alerts,
	alertsInput,
	apiKey,
	apiKeyDeletion,
	apiKeyInput,
	attempt,
	blueprint,
	blueprintForm,
	blueprintOutcome,
	bulkContact,
	bulkContactsInput,
	bulkContactsResult,
	bulkDeal,
	bulkInput,
	bulkItem,
	bulkResult,
	candidate,
	changeMessage,
	commitInput,
	commitResult,
	company,
	companyChange,
	companyDeletion,
	companyInput,
	consumer,
	contact,
	contactChange,
	contactInput,
	contactMerge,
	customField,
	customFieldType,
	customFieldValue,
	deal,
	dealInput,
	delivery,
	erasure,
	erasureInput,
	erasureReceiver,
	event,
	eventData,
	eventName,
	eventsAfter,
	form,
	formField,
	health,
	ingestResult,
	inputError,
	me,
	newApiKey,
	newContact,
	note,
	onCreate,
	pipeline,
	problem,
	proof,
	proofEnd,
	proofInput,
	pullInput,
	pullResult,
	pulledDelivery,
	reminder,
	reminderInput,
	replayInput,
	replayResult,
	rollout,
	rolloutInput,
	run,
	runKept,
	runPreview,
	stage,
	submission,
	testInput,
	undoCounts,
	warning,
	webhook,
	webhookChange,
	webhookFilters,
	webhookFiltersInput,
	webhookInput,
	workspace,
	workspaceChange,
	workspaceInput,
	workspaceWebhook,
};

/** Name of a schema of the contract. */
export type SchemaName = keyof typeof schemas;
