using Holdfast.Simulator.Json;

namespace Holdfast.Simulator.Model;

/// <summary>Writes an error in OpenAI's shape.</summary>
internal static class ModelErrors
{
    /// <summary>A failure that was asked for.</summary>
    public static Task WriteAsync(HttpContext context, int status, string? code) =>
        WriteAsync(context, new ModelProblem(MessageFor(status, code), Code: code ?? "server_error") { Status = status });

    public static async Task WriteAsync(HttpContext context, ModelProblem problem)
    {
        if (problem.Status == 429) context.Response.Headers.RetryAfter = "1";
        context.Response.StatusCode = problem.Status;
        context.Response.ContentType = "application/json";
        var buffer = JsonBuffer.Rent();
        var writer = buffer.Writer;
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("message", problem.Message);
        writer.WriteString("type", problem.Type ?? TypeOf(problem.Status));
        writer.WriteString("param", problem.Param);
        writer.WriteString("code", problem.Code);
        writer.WriteEndObject();
        writer.WriteEndObject();
        var json = buffer.Written().ToArray();
        buffer.Return();
        await context.Response.Body.WriteAsync(json, context.RequestAborted);
    }

    private static string TypeOf(int status) => status switch
    {
        429 => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };

    private static string MessageFor(int status, string? code) => code switch
    {
        "context_length_exceeded" => "This model's maximum context length is 8192 tokens. However, your messages resulted in more tokens.",
        "rate_limit_exceeded" => "Rate limit reached. Please try again in 1s.",
        "invalid_api_key" => "Incorrect API key provided.",
        "model_not_found" => "The model does not exist or you do not have access to it.",
        _ => $"The simulated provider was asked to fail with {status}.",
    };
}
