%% What a publisher has to do besides sending to the members of a stream, as `mochi_stream_group:look/0' sums it up.

%% Let subscribers make it wait.
-define(LOOK_BLOCKS, 1).
%% Tell handlers.
-define(LOOK_HANDLERS, 2).
%% See whether the application `telemetry' runs.
-define(LOOK_TELEMETRY, 4).
