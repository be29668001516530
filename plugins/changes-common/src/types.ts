import type { z } from 'zod';
import type * as schema from './schema';

/** One row of the timeline. @public */
export type ChangeEvent = z.infer<typeof schema.changeEvent>;
/** One field that differs. @public */
export type FieldChange = z.infer<typeof schema.fieldChange>;
/** Who did it. @public */
export type Actor = z.infer<typeof schema.actor>;
/** Evidence of an issue: a label and its text. @public */
export type Evidence = z.infer<typeof schema.evidence>;
/** The course of a rollout. @public */
export type Rollout = z.infer<typeof schema.rollout>;
/** What a source hands in, before it has become an event. @public */
export type Observation = z.infer<typeof schema.observation>;
/** The write that made a change. @public */
export type Write = z.infer<typeof schema.write>;
/** What an audit log says of one write. @public */
export type Attribution = z.infer<typeof schema.attribution>;
/** The latest facts of a subject. @public */
export type SubjectRow = z.infer<typeof schema.subjectRow>;
/** What a workload is now. @public */
export type WorkloadSummary = z.infer<typeof schema.workloadSummary>;
/** What a Job is now. @public */
export type JobSummary = z.infer<typeof schema.jobSummary>;
/** What a CronJob is now. @public */
export type ScheduleSummary = z.infer<typeof schema.scheduleSummary>;
/** A source's word about what it observes. @public */
export type CoverageNote = z.infer<typeof schema.coverageNote>;
/** A stretch in which a source's scope was in one state. @public */
export type CoverageInterval = z.infer<typeof schema.coverageInterval>;
/** An opaque body that a source keeps. @public */
export type SourceState = z.infer<typeof schema.sourceState>;
/** Health of anything. @public */
export type Health = z.infer<typeof schema.health>;
/** One of HEALTH_STATUSES. @public */
export type HealthStatus = Health['status'];
/** Where an entity stands relative to the page's entity. @public */
export type LanePlace = z.infer<typeof schema.lanePlace>;
/** A lane of the timeline. @public */
export type Lane = z.infer<typeof schema.lane>;
/** An event with the lanes that it lies in. @public */
export type LaneEvent = z.infer<typeof schema.laneEvent>;
/** What lists can be narrowed by. @public */
export type EventFilter = z.infer<typeof schema.eventFilter>;
/** `GET /entities/by-name/…/timeline`, asked. @public */
export type TimelineQuery = z.input<typeof schema.timelineQuery>;
/** `GET /entities/by-name/…/timeline`, answered. @public */
export type Timeline = z.infer<typeof schema.timelineAnswer>;
/** `GET /entities/by-name/…/events`, asked. @public */
export type EntityEventsQuery = z.input<typeof schema.entityEventsQuery>;
/** `GET /events`, asked. @public */
export type EventsQuery = z.input<typeof schema.eventsQuery>;
/** A page of events. @public */
export type EventPage = z.infer<typeof schema.eventsAnswer>;
/** `GET /events/{id}`. @public */
export type EventDetail = z.infer<typeof schema.eventDetail>;
/** `GET /events/{id}/code`. @public */
export type CodeAnswer = z.infer<typeof schema.codeAnswer>;
/** Commits and files between two versions. @public */
export type CodeComparison = z.infer<typeof schema.codeComparison>;
/** A file of a comparison. @public */
export type CodeFile = z.infer<typeof schema.codeFile>;
/** `GET /entities/by-name/…/health`, asked. @public */
export type HealthQuery = z.input<typeof schema.healthQuery>;
/** `GET /entities/by-name/…/health`, answered. @public */
export type EntityHealth = z.infer<typeof schema.healthAnswer>;
/** One part of a System, or one entity of an owner. @public */
export type HealthPart = z.infer<typeof schema.healthPart>;
/** `GET /entities/by-name/…/suspects`, asked. @public */
export type SuspectsQuery = z.input<typeof schema.suspectsQuery>;
/** `GET /entities/by-name/…/suspects`, answered. @public */
export type Suspects = z.infer<typeof schema.suspectsAnswer>;
/** A change that may have caused a symptom. @public */
export type Suspect = Suspects['suspects'][number];
/** Why, or why not. @public */
export type Reason = z.infer<typeof schema.reason>;
/** `GET /services`, asked. @public */
export type ServicesQuery = z.input<typeof schema.servicesQuery>;
/** `GET /services`, answered. @public */
export type Services = z.infer<typeof schema.servicesAnswer>;
/** A row of the explorer. @public */
export type ServiceRow = Services['services'][number];
/** `GET /subjects`, asked. @public */
export type SubjectsQuery = z.input<typeof schema.subjectsQuery>;
/** `GET /subjects`, answered. @public */
export type SubjectPage = z.infer<typeof schema.subjectsAnswer>;
/** What a source holds back, and what it counts because it never stops. @public */
export type Noise = z.infer<typeof schema.noise>;
/** `GET /sources`. @public */
export type Sources = z.infer<typeof schema.sourcesAnswer>;
/** One item of `POST /events`. @public */
export type CustomEvent = z.input<typeof schema.customEvent>;
/** `POST /events`, answered. @public */
export type CreatedEvents = z.infer<typeof schema.createdEvents>;
/** `PUT /events/{id}/verdict`. @public */
export type VerdictRequest = z.infer<typeof schema.verdictRequest>;
