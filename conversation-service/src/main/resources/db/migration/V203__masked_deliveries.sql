-- Whether a body names contacts' phone numbers: an endpoint that may not know them any more gets none of them by a replay.
alter table webhook_delivery add column phones boolean not null default true;
grant insert (phones) on webhook_delivery to coexistence_conversation_tenant;
