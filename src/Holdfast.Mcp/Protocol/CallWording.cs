using Holdfast.Tools;

namespace Holdfast.Mcp.Protocol;

/// <summary>What the model is told in place of a result.</summary>
internal static class CallWording
{
    private const string NotKnown = "Whether it was done, wholly or in part, is not known.";

    public static ToolResult Away(string server, string? why) =>
        Failed($"Not done: the MCP server {server} is not there at the moment{(why is null ? "" : $" ({why})")}. It is started again and again; go on without it, and say so.");

    public static ToolResult Gone(string server, string tool) =>
        Failed($"Not done: the MCP server {server} does not have the tool {tool} any more. Look at the tools that there are, or go on without it.");

    public static ToolResult NotReached(string server) => Failed($"Not done: the MCP server {server} could not be reached.");

    public static ToolResult TimedOut(string server, TimeSpan limit) =>
        Failed($"The MCP server {server} gave no answer within {limit.TotalSeconds:0.#} s, and was told to stop. {NotKnown}");

    public static ToolResult Broken(string server, string why) => Failed($"The MCP server {server} was lost during the call: it {why}. {NotKnown}");

    public static ToolResult TooLarge(string server, int most) =>
        Failed($"The call was made, but the answer of the MCP server {server} was larger than {most} bytes, and was not read. Ask for less at once.");

    public static ToolResult Unreadable(string server) => Failed($"The call was made, but the answer of the MCP server {server} could not be read.");

    public static ToolResult Refused(string server, string words) => Failed($"The MCP server {server} did not do it: {words}");

    private static ToolResult Failed(string text) => new(text) { IsError = true };
}
