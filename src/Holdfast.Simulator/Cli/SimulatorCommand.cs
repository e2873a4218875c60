using System.CommandLine;

namespace Holdfast.Simulator.Cli;

/// <summary>The command line: what was asked for, or help.</summary>
internal static class SimulatorCommand
{
    public static RootCommand Create()
    {
        var port = new Option<int>("--port") { Description = "Port on 127.0.0.1; 0 takes a free one.", DefaultValueFactory = _ => SimulatorArguments.DefaultPort };
        var server = new Option<string?>("--server") { Description = "The server to start. Default: holdfast, built or installed beside the simulator, or on the PATH." };
        var noServer = new Option<bool>("--no-server") { Description = "Start no server: you start a bot yourself, with the settings printed." };
        var restart = new Option<bool>("--restart") { Description = "Start the server again, with growing waits, when it ends by itself." };
        var botName = new Option<string>("--bot-name") { Description = "The bot's display name.", DefaultValueFactory = _ => "Holdfast" };
        var rates = new Option<bool>("--enforce-rate-limits") { Description = "Answer 429 beyond Slack's published rates." };
        var noMessages = new Option<bool>("--no-message-events") { Description = "Send only mentions and direct messages, as to an app without message subscriptions." };
        var requestUrl = new Option<Uri?>("--request-url") { Description = "Deliver by HTTP to this address, for instance http://127.0.0.1:3000/slack/events, in place of Socket Mode." };
        var pace = new Option<int>("--pace") { Description = "Milliseconds between the pieces in which the model streams its answers.", DefaultValueFactory = _ => 20 };
        var rest = new Argument<string[]>("server-arguments") { Description = "After --: passed to the server.", Arity = ArgumentArity.ZeroOrMore };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65_535) result.AddError("--port must be between 0 and 65535.");
        });

        pace.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 60_000) result.AddError("--pace must be between 0 and 60000.");
        });

        requestUrl.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<Uri?>() is not { IsAbsoluteUri: true, Scheme: "http" or "https" }) result.AddError("--request-url must begin with http:// or https://.");
        });

        var command = new RootCommand("Slack and a model provider on localhost, and a page to chat with the bot.")
        {
            port, server, noServer, restart, botName, rates, noMessages, requestUrl, pace, rest,
        };
        command.SetAction((parsed, cancellationToken) => new SimulatorProgram(new SimulatorArguments
        {
            Port = parsed.GetValue(port),
            IsPortGiven = parsed.GetResult(port) is { Implicit: false },
            Server = parsed.GetValue(server),
            WithServer = !parsed.GetValue(noServer),
            Restart = parsed.GetValue(restart),
            BotName = parsed.GetValue(botName)!,
            EnforceRateLimits = parsed.GetValue(rates),
            MessageEvents = !parsed.GetValue(noMessages),
            RequestUrl = parsed.GetValue(requestUrl),
            Pace = TimeSpan.FromMilliseconds(parsed.GetValue(pace)),
            ServerArguments = parsed.GetValue(rest) ?? [],
        }).RunAsync(cancellationToken));
        return command;
    }
}
