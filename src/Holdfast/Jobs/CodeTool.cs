using System.Text.Json;
using Holdfast.Items;
using Holdfast.Tools;
using Microsoft.Extensions.Options;

namespace Holdfast.Jobs;

/// <summary><c>code</c>: a task for the operator's coding agent, as a job.</summary>
public sealed class CodeTool(JobRequests requests, IOptions<JobOptions> options) : IResumableTool
{
    /// <summary>The tool's name.</summary>
    public const string ToolName = "code";

    private static readonly JsonElement Schema = JsonElement.Parse("""
        {
          "type": "object",
          "properties": {
            "prompt": { "type": "string", "description": "The task in words, with all that is needed to do it: the coding agent does not know this conversation." },
            "directory": { "type": "string", "description": "Where to work, relative to the working directory. The working directory itself when it is left out." }
          },
          "required": ["prompt"],
          "additionalProperties": false
        }
        """);

    private readonly IReadOnlyList<string> _command =
        options.Value.CodeCommand.Any(argument => argument.Contains(JobOrder.PromptMark, StringComparison.Ordinal))
            ? [.. options.Value.CodeCommand]
            : [.. options.Value.CodeCommand, JobOrder.PromptMark];

    /// <inheritdoc/>
    public string Name => ToolName;

    /// <inheritdoc/>
    public string Description =>
        "Gives a programming task to a coding agent on the server. It works in the background, and you are told when it ends and what it said. People see that in the thread.";

    /// <inheritdoc/>
    public JsonElement Parameters => Schema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy => ToolPolicy.Approve;

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments) =>
        Read(arguments) is var (order, problem) && order is not null ? new ToolReview.Accepted(order.Shown) : new ToolReview.Refused(problem);

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

    private (JobOrder? Order, string Problem) Read(JsonElement json)
    {
        var arguments = new ToolArguments(json, "prompt", "directory");
        var prompt = arguments.Text("prompt");
        var directory = arguments.Text("directory", JobDirectory.MaxLength);
        if (arguments.Problem is { } problem)
            return (null, problem);
        if (prompt is null)
            return (null, "\"prompt\" is missing.");
        var (path, noDirectory) = JobDirectory.Find(options.Value.WorkingDirectory, directory);

        // A task is never an option of the coding agent's.
        return path is null
            ? (null, noDirectory)
            : (new JobOrder { Command = _command, Prompt = prompt[0] == '-' ? $" {prompt}" : prompt, Directory = path }, "");
    }
}
