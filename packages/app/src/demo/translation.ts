import { createTranslationRef } from '@backstage/frontend-plugin-api';

/** All text of the banner and the tour. */
export const demoTranslationRef = createTranslationRef({
  id: 'demo',
  messages: {
    banner: {
      label: 'Simulated world',
      simulated: 'This world is simulated',
      explained:
        'Clusters, GitHub and the other systems run on this machine. Ripple reaches them as it would reach real ones.',
      actions: 'Set things off',
    },
    status: {
      waiting: 'Waiting for the world…',
      catchingUp: 'Telling the last 24 hours: {{time}}',
      away: 'The backend is starting again…',
      restartAsked: 'The backend is being stopped…',
      back: 'Back.',
      backLink: 'See what happened meanwhile',
      putRight: '{{service}} is put right first',
      running: '{{service}}: an alert within a minute',
      open: 'Open:',
      quiet: 'All is quiet. Break something.',
      clock: 'Its clock says {{time}}.',
      failed: 'That did not work. Try it again.',
    },
    incident: {
      start: 'Break {{service}}',
      again: 'Break {{service}} anew',
      asked: '{{service}}: starting',
      running: '{{service}}: under way',
      recovering: '{{service}}: recovering',
      startHint:
        'Sets this incident off: about a minute from its cause to its alert',
      againHint:
        'Its alert has been open since {{time}}. Puts everything right first, then sets it off anew.',
      runningHint:
        'It is under way since {{time}}: cause first, then the alert about a minute later.',
      busyHint: 'It is under way. Wait until its alert is open.',
      recoveringHint: 'Everything is put right first. Wait a moment.',
      notYetHint: 'The world has not come to the present yet.',
      awayHint: 'The backend is away. It comes back by itself.',
      progress: 'Step {{step}} of 3',
    },
    restart: {
      action: 'Restart the backend',
      underWay: 'Backend restarting',
      hint: 'Stops the backend, changes two things while it is away, and starts it again',
    },
    user: {
      label: 'Signed in as',
      hint: 'Whose view of the portal this is. Choosing another one loads the page anew.',
    },
    tour: {
      label: 'Tour',
      region: 'Five-minute tour',
      position: '{{position}} of {{total}}',
      scene: 'Scene {{position}}: {{title}}',
      show: 'Show me',
      notYet: 'Not yet',
      notYetHint: 'What this scene shows has not happened yet.',
      previous: 'Previous scene',
      next: 'Next scene',
      collapse: 'Less',
      expand: 'More',
      close: 'Close the tour',
      alert: {
        title: 'Which change did it?',
        text: 'data-processor has an alert although every replica is ready. Find “50 → 5” among an innocent deployment, a migration and an autoscaler: Ripple names the likely cause first and says why.',
      },
      pullRequest: {
        title: 'Who changed it, and in which pull request?',
        text: 'The change of rest-api opens beside the timeline with its diff. Further down are the commits, the pull request and whom to wake.',
      },
      byHand: {
        title: 'An edit made by hand',
        text: 'Ines Okafor changed a setting of data-processor with kubectl, outside the pipeline. Ripple shows the old and the new value, and who it was: the cluster’s audit log says it.',
      },
      noChange: {
        title: 'When no recorded change explains it',
        text: 'search-indexer has an alert, and nothing that was recorded fits. Ripple says so, and names the cluster that it could not see at that time.',
      },
      withheld: {
        title: 'What a reader may not see',
        text: 'The last line under the lanes says how many services are withheld, never which. Choose Robin in the list of people above: rest-api is gone, and its name with it.',
      },
      cluster: {
        title: 'Everything that changes in a cluster',
        text: 'A canary that somebody stopped half-way, an Argo CD sync with the rollout that it caused, a migration that ran as a Job, a node that was cordoned and by whom, an operator whose hundreds of writes are one event.',
        canary: 'Canary',
        sync: 'Sync',
        migration: 'Migration',
        node: 'Node',
        operator: 'Operator',
      },
      health: {
        title: 'What is wrong now, and how we know',
        text: 'Ready replicas never decide alone. An autoscaler at its maximum, a probe that fails, a container killed since its limit was lowered, an image that is not there: each since when, with its evidence. Trouble in staging leaves production green.',
        autoscaler: 'Autoscaler',
        probe: 'Probe',
        memory: 'Memory',
        image: 'Image',
      },
      restart: {
        title: 'What happened while nobody watched',
        text: 'Press “Restart the backend” above: two things change while it is away. When it is back, both are on the timeline, once.',
      },
    },
  },
});
