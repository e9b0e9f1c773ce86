"""A strict double of Telegram's Bot API 10.1, with virtual phones and scripted faults.

In Python:

    app = create(tokens={"my_bot": "123:secret"})        # bots.simulators.telegram.app
    simulator = app.state.simulator
    with serve(app) as served:                            # bots.simulators.serving
        ana = simulator.phone("my_bot", "Ana")
        ana.start("CODE")
        bubble = await ana.reply()

A program under test uses `served.url` as its Bot API server: `<url>/bot<token>/<method>` and
`<url>/file/bot<token>/<path>`. A person opens `<url>/` and types.

Over HTTP, everything below `/_sim`, JSON in and out:

| method and path | body or query | what |
|---|---|---|
| GET /bots | | bots with webhook address, waiting updates, commands |
| POST /phones | bot, first_name, last_name, user_id, username, language_code | make a phone |
| GET /phones | | all phones |
| GET /phones/{bot}/{user_id} | | messages, notes of pressed buttons, presses without answer |
| POST /phones/{bot}/{user_id}/actions | do: start (payload), say (text, forwarded), edit (message_id, text), press (button, message_id), share_location (latitude, longitude), block, unblock | act |
| POST /phones/{bot}/{user_id}/files | ?kind=photo&name=&caption=, raw body | send a file |
| GET /files/{unique} | | a file's bytes |
| GET /sends, /calls, /deliveries | ?since=N | accepted sends; all calls; all tries of delivery with HTTP status |
| GET, POST, DELETE /faults | a `Fault` or a list of them | scripted faults |
| GET, PUT /clock | advance_s, running | the virtual clock |

Operations of faults: a method's name (`sendMessage`), `download`, `ride` (a method in a webhook's answer;
only 429 and 5xx), and `webhook` for the faults of delivery.

Refusals that only the simulator makes say so in their text: unknown arguments, which Telegram ignores,
and methods, Markdown and sending by URL, which are not simulated.
"""  # noqa: E501 (a table's row is one line)
