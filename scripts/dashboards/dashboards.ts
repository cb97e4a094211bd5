import type { Dashboard } from './dashboard.ts';

const quantile = (q: number, metric: string, by = '', match = '') =>
  `histogram_quantile(${q}, sum by (le${by ? `, ${by}` : ''}) (rate(${metric}_bucket${match}[5m])))`;

/** What is behind infra/grafana/dashboards/*.json: `node scripts/write-dashboards.ts` writes them, a test checks that it was done. */
export const dashboards: readonly Dashboard[] = [
  {
    uid: 'parley-overview',
    title: 'Parley: overview',
    panels: [
      {
        title: 'Replicas that answer',
        about: 'One each at least; fewer than were started means that some die or cannot be reached.',
        unit: 'short',
        queries: [['{{service}}', 'sum by (service) (up{job="parley"})']],
      },
      {
        title: 'Open sockets',
        about: 'People at their clients. A cliff is a gateway that went or a proxy that cut them.',
        unit: 'short',
        queries: [['{{instance}}', 'sum by (instance) (parley_sockets)']],
      },
      {
        title: 'Messages sent',
        about: 'Commands on sockets that were answered with a place in the log.',
        unit: 'reqps',
        queries: [['messages', 'sum(rate(parley_command_duration_seconds_count{command="message.send",outcome="ok"}[5m]))']],
      },
      {
        title: 'Requests that fail',
        about: 'Share of 5xx answers. Above 2 % for five minutes somebody is called.',
        unit: 'percentunit',
        queries: [
          [
            '{{service}}',
            'sum by (service) (rate(parley_http_request_duration_seconds_count{status=~"5.."}[5m])) / sum by (service) (rate(parley_http_request_duration_seconds_count[5m]))',
          ],
        ],
      },
      {
        title: 'Requests',
        about: 'Over HTTP, by the service that answered; the gateway counts what it passes on, too.',
        unit: 'reqps',
        queries: [['{{service}}', 'sum by (service) (rate(parley_http_request_duration_seconds_count[5m]))']],
      },
      {
        title: 'Slowest requests (p99) by route',
        about: 'Routes that hash passwords or take files are slow by nature.',
        unit: 's',
        queries: [['{{route}}', `topk(8, ${quantile(0.99, 'parley_http_request_duration_seconds', 'route')})`]],
      },
      {
        title: 'CPU',
        about: 'Cores by service, all replicas together.',
        unit: 'short',
        queries: [['{{service}}', 'sum by (service) (rate(process_cpu_seconds_total{job="parley"}[5m]))']],
      },
      {
        title: 'Memory',
        about: 'Resident, by replica. What only grows is a leak.',
        unit: 'bytes',
        queries: [['{{service}} {{instance}}', 'process_resident_memory_bytes{job="parley"}']],
      },
      {
        title: 'Held-up event loops (p99)',
        about: 'Above 0.2 s, everybody on that replica waits.',
        unit: 's',
        queries: [['{{service}} {{instance}}', 'nodejs_eventloop_lag_p99_seconds{job="parley"}']],
      },
      {
        title: 'Dead loops',
        about: 'Background work that is down and being started again.',
        unit: 'short',
        queries: [['{{service}} {{loop}}', 'count by (service, loop) (parley_loop_up == 0)']],
      },
    ],
  },
  {
    uid: 'parley-message-path',
    title: 'Parley: the path of a message',
    panels: [
      {
        title: 'From the frame to the answer',
        about: 'What a sender waits for: `message.send` at the gateway, all stages included.',
        unit: 's',
        queries: [
          ['p50', quantile(0.5, 'parley_command_duration_seconds', '', '{command="message.send"}')],
          ['p99', quantile(0.99, 'parley_command_duration_seconds', '', '{command="message.send"}')],
        ],
      },
      {
        title: 'Commands that are refused',
        about: '`slow_mode` and `not_a_member` are answers; `unavailable` and `internal` are trouble.',
        unit: 'reqps',
        queries: [['{{outcome}}', 'sum by (outcome) (rate(parley_command_duration_seconds_count{outcome!="ok"}[5m]))']],
      },
      {
        title: 'Requests to messages over NATS (p99)',
        about: 'The gateway asks, `messages` answers. Much more than the commit means that requests wait for a place.',
        unit: 's',
        queries: [['{{rpc}}', quantile(0.99, 'parley_rpc_duration_seconds', 'rpc', '{rpc=~"messages.*"}')]],
      },
      {
        title: 'The commit',
        about: 'One transaction for a batch. Its disk is what all senders wait for.',
        unit: 's',
        queries: [
          ['p50', quantile(0.5, 'parley_append_duration_seconds')],
          ['p99', quantile(0.99, 'parley_append_duration_seconds')],
        ],
      },
      {
        title: 'Messages in a batch',
        about: 'Grows with the load, which is what makes it cheap. At the limit, add a replica.',
        unit: 'short',
        queries: [['mean', 'sum(rate(parley_append_batch_messages_sum[5m])) / sum(rate(parley_append_batch_messages_count[5m]))']],
      },
      {
        title: 'Messages that wait for their batch',
        about: 'Zero nearly always.',
        unit: 'short',
        queries: [['{{instance}}', 'parley_append_queued_messages']],
      },
      {
        title: 'Age of the oldest event that is not published',
        about: 'The relay. Grows while the broker is away, and shrinks by itself afterwards.',
        unit: 's',
        queries: [['{{service}}', 'max by (service) (parley_relay_age_seconds)']],
      },
      {
        title: 'From the commit to the broker (p99)',
        about: 'The oldest of each batch.',
        unit: 's',
        queries: [['{{service}}', quantile(0.99, 'parley_relay_delay_seconds', 'service')]],
      },
      {
        title: 'Behind, by consumer',
        about: 'Events that have not taken effect in another service yet.',
        unit: 'short',
        queries: [['{{service}} of {{consumer}}', 'max by (service, consumer) (parley_consumer_lag_events)']],
      },
      {
        title: 'From the broker to the effect (p99), by consumer',
        about: 'How old others’ facts are in a service.',
        unit: 's',
        queries: [['{{service}} of {{consumer}}', quantile(0.99, 'parley_consumer_delay_seconds', 'service, consumer')]],
      },
      {
        title: 'Given up and tried again',
        about: 'A dead letter is an event that had no effect: look at it.',
        unit: 'short',
        queries: [
          ['given up: {{consumer}}', 'sum by (consumer) (increase(parley_consumer_dead_letters_total[1h]))'],
          ['tries: {{consumer}}', 'sum by (consumer) (increase(parley_consumer_retries_total[1h]))'],
        ],
      },
    ],
  },
  {
    uid: 'parley-gateway',
    title: 'Parley: gateway',
    panels: [
      {
        title: 'Sockets',
        about: 'Even over the replicas, or nearly.',
        unit: 'short',
        queries: [['{{instance}}', 'parley_sockets']],
      },
      {
        title: 'Rooms that are followed',
        about: 'One subscription each: rooms in which somebody here is.',
        unit: 'short',
        queries: [['{{instance}}', 'parley_followed_rooms']],
      },
      {
        title: 'Commands',
        about: 'What clients ask over their sockets.',
        unit: 'reqps',
        queries: [['{{command}}', 'sum by (command) (rate(parley_command_duration_seconds_count[5m]))']],
      },
      {
        title: 'Commands (p99)',
        about: 'From the frame to the answer, waiting for the same socket’s earlier commands included.',
        unit: 's',
        queries: [['{{command}}', quantile(0.99, 'parley_command_duration_seconds', 'command')]],
      },
      {
        title: 'Deliveries',
        about: 'Frames of rooms, and how many sockets they were written to.',
        unit: 'wps',
        queries: [
          ['frames', 'sum(rate(parley_fan_out_frames_total[5m]))'],
          ['writes to sockets', 'sum(rate(parley_fan_out_sockets_sum[5m]))'],
        ],
      },
      {
        title: 'Sockets to one write',
        about: 'How large the rooms are in which people talk.',
        unit: 'short',
        queries: [
          ['p50', quantile(0.5, 'parley_fan_out_sockets')],
          ['p99', quantile(0.99, 'parley_fan_out_sockets')],
        ],
      },
      {
        title: 'Bytes to sockets',
        about: 'Of rooms’ events.',
        unit: 'Bps',
        queries: [['{{instance}}', 'sum by (instance) (rate(parley_fan_out_bytes_total[5m]))']],
      },
      {
        title: 'Bytes that wait for slow readers',
        about: 'At most one MiB a socket, then it is closed.',
        unit: 'bytes',
        queries: [['{{instance}}', 'parley_queued_bytes']],
      },
      {
        title: 'Closed as too slow',
        about: 'Clients come back by themselves and catch up.',
        unit: 'short',
        queries: [['{{instance}}', 'sum by (instance) (increase(parley_sockets_too_slow_total[10m]))']],
      },
      {
        title: 'Broker connections that came back',
        about: 'Each is a gap that the gateway closes by comparing heads.',
        unit: 'short',
        queries: [['{{service}}', 'sum by (service) (increase(parley_nats_reconnects_total[10m]))']],
      },
    ],
  },
  {
    uid: 'parley-stores',
    title: 'Parley: stores',
    panels: [
      {
        title: 'Connections to Postgres',
        about: '`waiting` above zero for long: the pool is too small, or statements are slow.',
        unit: 'short',
        queries: [['{{service}} {{state}}', 'sum by (service, state) (parley_database_connections)']],
      },
      {
        title: 'The commit of messages (p99)',
        about: 'The disk of the log.',
        unit: 's',
        queries: [['p99', quantile(0.99, 'parley_append_duration_seconds')]],
      },
      {
        title: 'Events that wait for the broker',
        about: 'Counted to 10,000.',
        unit: 'short',
        queries: [['{{service}}', 'max by (service) (parley_relay_lag_events)']],
      },
      {
        title: 'Events published',
        about: 'What JetStream has acknowledged.',
        unit: 'wps',
        queries: [['{{service}}', 'sum by (service) (rate(parley_relay_published_total[5m]))']],
      },
      {
        title: 'Relays that compared themselves with the broker',
        about: 'At a start and after a lost connection. More often, two relays are at odds.',
        unit: 'short',
        queries: [['{{service}}', 'sum by (service) (increase(parley_relay_alignments_total[10m]))']],
      },
      {
        title: 'Consumers that read from the owner',
        about: 'What the broker did not deliver. Many: its stream was lost or is too short.',
        unit: 'short',
        queries: [['{{service}} of {{consumer}}', 'sum by (service, consumer) (increase(parley_consumer_catch_ups_total[10m]))']],
      },
      {
        title: 'Connected to NATS',
        about: 'Replicas that are.',
        unit: 'short',
        queries: [['{{service}}', 'sum by (service) (parley_nats_connected)']],
      },
      {
        title: 'Connected to Redis',
        about: 'Replicas that are.',
        unit: 'short',
        queries: [['{{service}}', 'sum by (service) (parley_redis_connected)']],
      },
      {
        title: 'Uploads',
        about: 'Files that were kept or refused.',
        unit: 'wps',
        queries: [['{{outcome}}', 'sum by (outcome) (rate(parley_uploads_total[5m]))']],
      },
      {
        title: 'Rows for notifications',
        about: 'Written for what people are told of.',
        unit: 'wps',
        queries: [['{{table}}', 'sum by (table) (rate(parley_notification_rows_total[5m]))']],
      },
    ],
  },
];
