"""Judges a SCIM service that is for reading: scim2-tester on what it says of itself, and scim2-client,
which validates every resource by the schemas that the service itself publishes.

usage: scim_judge.py URL   (the token is in SCIM_TOKEN); one line a finding, nothing when all is well
"""
import os
import sys

import httpx2
from scim2_client.engines.httpx2 import SyncSCIMClient
from scim2_models import SearchRequest
from scim2_tester import check_server

# What it would have to create first is left out: nothing is written here.
TAGS = {"discovery", "misc", "service-provider-config", "resource-types", "schemas"}


def connect():
    token = os.environ["SCIM_TOKEN"]
    return httpx2.Client(base_url=sys.argv[1], headers={"Authorization": f"Bearer {token}"})


passed = 0
for result in check_server(SyncSCIMClient(connect()), include_tags=TAGS):
    passed += result.status.name == "SUCCESS"
    if result.status.name not in ("SUCCESS", "SKIPPED"):
        print(result.status.name, result.title, result.reason)
if passed < 20:
    print("only", passed, "checks were made")

client = SyncSCIMClient(connect())
client.discover()
user, group = client.get_resource_model("User"), client.get_resource_model("Group")
for model, least in ((user, 15), (group, 5)):
    found = client.query(model, query_parameters=SearchRequest(count=1000))
    if found.total_results < least or len(found.resources) != found.total_results:
        print("listed", len(found.resources), "of", found.total_results, model.__name__)
    for resource in found.resources:
        if client.query(model, resource.id) != resource:
            print("a resource differs from the same in a list")
search = SearchRequest(filter='userName eq "ada"', attributes=["userName"])
ada = client.query(user, query_parameters=search).resources
if len(ada) != 1 or ada[0].user_name != "ada" or ada[0].display_name is not None:
    print("a filter with attributes found", ada)
