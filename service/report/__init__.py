"""The planner's page: one file that opens offline, on a phone and on paper."""
