using System.Text.Json;
using Holdfast.Items;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Jobs;

/// <summary><c>exec</c>: a command or a script, as a job.</summary>
public sealed class ExecTool(JobRequests requests, IOptions<JobOptions> options) : IResumableTool
{
    /// <summary>The tool's name.</summary>
    public const string ToolName = "exec";

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "command": {
              "type": "array",
              "items": { "type": "string" },
              "description": "A command and its arguments, one string each, for instance [\"git\", \"log\", \"-5\"]. No shell reads them: no wildcards, no pipes. Either this or script."
            },
            "script": { "type": "string", "description": "A script for /bin/sh, when a command is not enough. Either this or command." },
            "directory": { "type": "string", "description": "Where to run it, relative to the working directory. The working directory itself when it is left out." }
          },
          "additionalProperties": false
        }
        """);

    private readonly AllowList _allowed = new(options.Value.AllowList);

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description =>
        "Runs a command on the server. Of a short one you get the output; a longer one goes on in the background, and you are told when it ends. People see both in the thread. It has no input and no terminal.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Approve;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) =>
        Read(arguments) is var (order, problem) && order is not null
            ? new ToolReview.Accepted(order.Shown, IsAllowListed(order))
            : new ToolReview.Refused(problem);

    /// <inheritdoc/>
    public async ValueTask<ToolBeginning> BeginAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return Read(call.Arguments) is var (order, problem) && order is not null
            ? await requests.OrderAsync(Name, order, call, cancellationToken)
            : new ToolBeginning(Effects.None, new ToolResult($"Not done: {problem}") { IsError = true });
    }

    /// <inheritdoc/>
    public ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        return requests.AwaitAsync(call, cancellationToken);
    }

    private bool IsAllowListed(JobOrder order) =>
        order.Command is { } command && _allowed.Allows(command, order.Directory == JobDirectory.Find(options.Value.WorkingDirectory, directory: null).Path);

    private (JobOrder? Order, string Problem) Read(JsonElement json)
    {
        var arguments = new ToolArguments(json, "command", "script", "directory");
        var command = arguments.Texts("command");
        var script = arguments.Text("script");
        var directory = arguments.Text("directory", JobDirectory.MaxLength);
        if (arguments.Problem is { } problem)
            return (null, problem);
        if (arguments.Has("command") == arguments.Has("script"))
            return (null, "give either \"command\" or \"script\", one of them and not both.");
        var (path, noDirectory) = JobDirectory.Find(options.Value.WorkingDirectory, directory);
        return path is null ? (null, noDirectory) : (new JobOrder { Command = command, Script = script, Directory = path }, "");
    }
}
