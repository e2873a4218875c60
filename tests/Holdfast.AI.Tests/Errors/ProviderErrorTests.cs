using System.Text;
using Holdfast.AI.Wire;
using Holdfast.AI.Errors;

namespace Holdfast.AI.Tests.Errors;

[Trait("Req", "AS-24")]
[Trait("Req", "AS-6")]
public sealed class ProviderErrorTests
{
    [Theory]
    [InlineData("NoCredit", 403, """{"error":{"message":"Key limit exceeded (total limit)","code":403}}""")]
    [InlineData("NoCredit", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low"}}""")]
    [InlineData("NoCredit", 429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details."}}""")]
    [InlineData("RateLimited", 429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details. Please retry in 23.5s."}}""")]
    [InlineData("RateLimited", 200, """{"error":{"type":"rate_limit_error","message":"slow down"}}""")]
    [InlineData("RateLimited", 413, """{"error":"x"}""", "TooLong")]
    [InlineData("TooLong", 400, """{"object":"error","message":"This model's maximum context length is 4096 tokens.","code":400}""")]
    [InlineData("TooLong", 400, """{"error":{"code":400,"message":"The input token count (2000000) exceeds the maximum number of tokens allowed","status":"INVALID_ARGUMENT"}}""")]
    [InlineData("Overloaded", 500, """{"error":{"message":"The engine is currently overloaded"}}""")]
    [InlineData("Overloaded", 503, """{"error":{"message":"Service is at capacity"}}""")]
    [InlineData("Troubled", 503, "")]
    [InlineData("Troubled", 500, "oops")]
    [InlineData("WrongKey", 401, "")]
    [InlineData("WrongKey", 403, """{"error":{"message":"invalid api key"}}""")]
    [InlineData("WrongModel", 403, """{"error":{"message":"Project does not have access to model `x`"}}""")]
    [InlineData("WrongModel", 400, """{"error":{"message":"x is not a valid model ID","code":400}}""")]
    [InlineData("WrongModel", 404, """{"error":{"code":"DeploymentNotFound","message":"The API deployment for this resource does not exist."}}""")]
    [InlineData("WrongAddress", 404, """{"error":{"code":"404","message":"Resource not found"}}""")]
    [InlineData("WrongAddress", 403, "<html><title>Just a moment...</title></html>")]
    [InlineData("Moderated", 400, """{"error":{"message":"Content Exists Risk"}}""")]
    [InlineData("WrongRegion", 403, """{"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported"}}""")]
    [InlineData("ToolsRefused", 400, """{"error":{"message":"tools is not supported in this model"}}""")]
    [InlineData("Refused", 400, """{"error":{"message":"no idea","metadata":{"raw":"{\"error\":{\"message\":\"neither\"}}"}}}""")]
    [InlineData("TooLong", 400, """{"error":{"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"prompt is too long\"}}"}}}""")]
    [InlineData("NoCredit", 402, """{"type":"error","error":{"type":"billing_error","message":"There's an issue with your billing."}}""")]
    [InlineData("NoCredit", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC."}}""")]
    [InlineData("TooLong", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"input length and `max_tokens` exceed context limit: 190000 + 16000 > 200000"}}""")]
    [InlineData("TooLong", 413, """{"type":"error","error":{"type":"request_too_large","message":"Request exceeds the maximum size"}}""")]
    [InlineData("WrongModel", 404, """{"type":"error","error":{"type":"not_found_error","message":"model: claude-odd"},"request_id":"req_1"}""")]
    [InlineData("WrongAddress", 404, """{"type":"error","error":{"type":"not_found_error","message":"Not found"}}""")]
    [InlineData("WrongKey", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"This organization has been disabled."}}""")]
    [InlineData("WrongKey", 401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}""")]
    [InlineData("WrongKey", 403, """{"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}""")]
    [InlineData("RateLimited", 429, """{"type":"error","error":{"type":"rate_limit_error","message":"This request would exceed your organization's rate limit of 30,000 input tokens per minute."}}""")]
    [InlineData("Overloaded", 200, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""")]
    [InlineData("Troubled", 200, """{"type":"error","error":{"type":"api_error","message":"Internal server error"}}""")]
    [InlineData("Moderated", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}""")]
    [InlineData("Refused", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"max_tokens: 100000 > 64000, which is the maximum allowed number of output tokens for claude-odd"}}""")]
    [InlineData("Refused", 400, """{"detail":[{"type":"x","msg":"no","input":"our rate limit and content_filter"}]}""")]
    public void An_error_is_recognised_by_its_words_wherever_they_stand(string kind, int status, string body, string? instead = null) =>
        Assert.Equal(instead ?? kind, ErrorKinds.Of(ProviderErrorReader.Read(status, Encoding.UTF8.GetBytes(body))).ToString());

    [Theory]
    [InlineData("Please try again in 20s.", 20.0)]
    [InlineData("try again in 7m12.5s", 432.5)]
    [InlineData("Please retry after 6 seconds.", 6.0)]
    [InlineData("retry in 150ms", 0.15)]
    [InlineData("Wait 1 minute and 5 seconds", 65.0)]
    [InlineData("try again in 5 days", null)]
    [InlineData("try again later", null)]
    [InlineData("we have 20 s of music", null)]
    public void A_wait_is_read_from_words(string words, double? seconds) => Assert.Equal(seconds, RetryWaits.OfWords(words)?.TotalSeconds);

    [Fact]
    public void The_log_has_what_was_said_without_keys_and_not_at_length()
    {
        var said = SafeQuote.Of(
            "Incorrect key my-own-key given: sk-proj-abcdef123456\n(Bearer tok3n) AIzaSyA1234567890 0123456789abcdef0123456789abcdef; skip gpt-4o-mini-2024-07-18 " + new string('x', 5_000), "my-own-key");
        Assert.StartsWith("Incorrect key *** given: *** (Bearer *** *** ***; skip gpt-4o-mini-2024-07-18 xxx", said, StringComparison.Ordinal);
        Assert.InRange(said.Length, 250, 301);
    }

    [Theory]
    [InlineData("StreamOptions", """{"detail":[{"type":"extra_forbidden","loc":["body","stream_options"],"msg":"Extra inputs are not permitted"}]}""")]
    [InlineData("StreamOptions", """{"error":{"message":"Unrecognized request argument supplied: stream_options"}}""")]
    [InlineData("ParallelCalls", """{"error":{"message":"Unsupported parameter: 'parallel_tool_calls' is not supported with this model."}}""")]
    [InlineData("Temperature", """{"error":{"message":"Unsupported value: 'temperature' does not support 0.2 with this model.","param":"temperature"}}""")]
    [InlineData("MaxTokens", """{"error":{"message":"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."}}""")]
    [InlineData("SystemRole", """{"error":{"message":"Unsupported value: 'messages[0].role' does not support 'system' with this model."}}""")]
    [InlineData("SystemRole", """{"message":"System role not supported","type":"BadRequestError"}""")]
    [InlineData("SystemRole", """{"error":{"code":400,"message":"Developer instruction is not enabled for models/odd"}}""")]
    [InlineData("Tools", """{"error":{"message":"registry.example/odd does not support tools"}}""")]
    [InlineData("Tools", """{"message":"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"}""")]
    [InlineData("Tools", """{"error":{"message":"No endpoints found that support tool use.","code":404}}""")]
    [InlineData("Tools", """{"error":{"code":400,"message":"Function calling is not enabled for models/odd"}}""")]
    [InlineData("Streaming", """{"error":{"message":"Unsupported value: 'stream' does not support true with this model."}}""")]
    [InlineData("ProviderFields", """{"message":"messages.2.assistant.reasoning_content: property is unsupported"}""")]
    [InlineData("None", """{"error":{"message":"Invalid schema for function 'x': unknown type"}}""")]
    [InlineData("None", """{"error":{"message":"messages with role 'tool' must be a response to a preceding message with 'tool_calls'; not allowed"}}""")]
    [InlineData("None", """{"error":{"message":"something else"}}""")]
    public void What_an_endpoint_does_not_have_is_seen_by_its_words(string feature, string body)
    {
        var error = ProviderErrorReader.Read(400, Encoding.UTF8.GetBytes(body));
        Assert.Equal(feature, RefusedFeatures.In(error, (Features)255, ["reasoning_content"]).ToString());
        Assert.Equal("None", RefusedFeatures.In(error, Features.None, []).ToString());
        Assert.Equal("None", RefusedFeatures.In(error with { Status = 429 }, (Features)255, []).ToString());
    }
}
