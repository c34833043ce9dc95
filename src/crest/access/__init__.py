"""access: who may, and who did.

Owns organisations with an account, people and their roles, invitations, agreements to share, API
tokens, jobs and the event log. Never owns opinions about anybody, or what is known of a workplace.
"""
