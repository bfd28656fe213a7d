"""Notifications: stored results matched with subscriptions, put in the outbox, and sent to rest-hook endpoints.

    results stored → changes (same transaction) → matched with criteria → outbox → endpoint

Matching is the results API's own search, so a criterion means the same in both. The outbox's deliverer sends: tries
again with growing waits, in the order in which results were stored, one at a time for each subscriber. The first
delivery of a subscription is the handshake: an empty POST that the endpoint must answer 2xx.
"""
