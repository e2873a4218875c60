using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;
using Holdfast.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.AI.Functions;

/// <summary>
/// A tool that is a C# function. Its parameters become the arguments that the model writes; a parameter whose type is a registered service,
/// <see cref="ToolCall"/> or <see cref="CancellationToken"/> is filled in here, and the model does not know of it.
/// </summary>
internal sealed class FunctionTool : IAgentTool
{
    private static readonly JsonSerializerOptions Json = new(AIJsonUtilities.DefaultOptions) { WriteIndented = false };

    private readonly AIFunction _function;
    private readonly IServiceProvider _services;
    private readonly Dictionary<string, ParameterInfo> _arguments;
    private readonly HashSet<string> _required;

    public FunctionTool(string name, string description, ToolPolicy policy, Delegate function, IServiceProvider services)
    {
        DefaultPolicy = policy;
        _services = services;
        var registered = services.GetRequiredService<IServiceProviderIsService>();
        _function = AIFunctionFactory.Create(function, new AIFunctionFactoryOptions
        {
            Name = name,
            Description = description,
            SerializerOptions = Json,
            MarshalResult = static (result, type, _) => new ValueTask<object?>(
                result is null or string or ToolResult ? result : JsonSerializer.Serialize(result, Json.GetTypeInfo(type ?? result.GetType()))),
            ConfigureParameterBinding = parameter =>
                parameter.ParameterType == typeof(ToolCall) ? FilledIn(static arguments => arguments.Context![typeof(ToolCall)])
                : registered.IsService(parameter.ParameterType) ? FilledIn(arguments => arguments.Services!.GetRequiredService(parameter.ParameterType))
                : default,
        });
        _arguments = Parameters.TryGetProperty("properties", out var properties)
            ? function.Method.GetParameters().Where(parameter => properties.TryGetProperty(parameter.Name!, out _)).ToDictionary(parameter => parameter.Name!)
            : [];
        _required = Parameters.TryGetProperty("required", out var required) ? [.. required.EnumerateArray().Select(argument => argument.GetString()!)] : [];
    }

    /// <inheritdoc/>
    public string Name => _function.Name;

    /// <inheritdoc/>
    public string Description => _function.Description;

    /// <inheritdoc/>
    public JsonElement Parameters => _function.JsonSchema;

    /// <inheritdoc/>
    public ToolPolicy DefaultPolicy { get; }

    /// <inheritdoc/>
    public bool MayRunBesideOthers { get; init; }

    /// <inheritdoc/>
    public ToolReview Review(JsonElement arguments)
    {
        var given = arguments.EnumerateObject().Select(argument => argument.Name).ToHashSet(StringComparer.Ordinal);
        if (given.FirstOrDefault(name => !_arguments.ContainsKey(name)) is { } unknown)
            return new ToolReview.Refused($"there is no argument \"{unknown}\". {Expected()}");
        if (_required.FirstOrDefault(name => !given.Contains(name)) is { } missing)
            return new ToolReview.Refused($"the argument \"{missing}\" is missing. {Expected()}");
        if (arguments.EnumerateObject().Select(argument => (argument.Name, Problem: ProblemOf(argument))).FirstOrDefault(read => read.Problem is not null) is { Problem: { } problem } wrong)
            return new ToolReview.Refused($"the argument \"{wrong.Name}\" {problem}");
        return new ToolReview.Accepted($"{Name}({string.Join(", ", arguments.EnumerateObject().Select(argument => $"{argument.Name}: {argument.Value.GetRawText()}"))})");
    }

    /// <inheritdoc/>
    public async ValueTask<ToolResult> RunAsync(ToolCall call, CancellationToken cancellationToken)
    {
        await using var scope = _services.CreateAsyncScope();
        var arguments = new AIFunctionArguments(call.Arguments.EnumerateObject().ToDictionary(argument => argument.Name, argument => (object?)argument.Value, StringComparer.Ordinal))
        {
            Services = scope.ServiceProvider,
            Context = new Dictionary<object, object?> { [typeof(ToolCall)] = call },
        };
        return await _function.InvokeAsync(arguments, cancellationToken) switch
        {
            null => new ToolResult("Done."),
            ToolResult result => result,
            var text => new ToolResult((string)text),
        };
    }

    private static AIFunctionFactoryOptions.ParameterBindingOptions FilledIn(Func<AIFunctionArguments, object?> value) => new()
    {
        ExcludeFromSchema = true,
        BindParameter = (_, arguments) => value(arguments),
    };

    private string Expected() => _arguments.Count == 0 ? "It takes none." : $"It takes: {string.Join(", ", _arguments.Keys)}.";

    /// <summary>Why an argument is not what the function takes, by its type and by what stands at the parameter (<c>[Range(1, 100)]</c>); null when it is.</summary>
    private string? ProblemOf(JsonProperty argument)
    {
        var parameter = _arguments[argument.Name];
        try
        {
            var value = argument.Value.Deserialize(Json.GetTypeInfo(parameter.ParameterType));
            var about = new ValidationContext(value ?? "") { DisplayName = argument.Name };
            return parameter.GetCustomAttributes<ValidationAttribute>().Select(rule => rule.GetValidationResult(value, about)).FirstOrDefault(result => result is not null) is { } broken
                ? $"cannot be taken: {broken.ErrorMessage}"
                : null;
        }
        catch (JsonException)
        {
            var schema = Parameters.GetProperty("properties").GetProperty(argument.Name);
            return $"cannot be read: it must match {schema.GetRawText()}";
        }
    }
}
