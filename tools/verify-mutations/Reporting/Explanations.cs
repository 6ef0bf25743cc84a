using Mochi.VerifyMutations.Machines;

namespace Mochi.VerifyMutations.Reporting;

/// <summary>Why the verifier and OTP's validator say different things of the same code.</summary>
internal static class Explanations
{
    public const string Stuck =
        "A branch that leads back without a call in between can run for ever, and a process is only stopped where it calls. No verifier finds endless loops; OTP's validator accepts these as well.";

    private static readonly Dictionary<string, string> Validator = new(StringComparer.Ordinal)
    {
        ["abstract_term"] =
            "In code that nothing leads to: a second start of a match after the first has failed with the same value.",
        ["allocated"] =
            "In code that nothing leads to: a built-in function that cannot fail there has a label, the type test before it "
            + "cannot fail, or the call before it does not return. The verifier looks at operands and labels of such code, "
            + "which the loader reads, and not at the flow.",
        ["ambiguous_catch_try_state"] =
            "In code that nothing leads to.",
        ["bad_arg_type"] =
            "As `bad_type`.",
        ["bad_select_list"] =
            "In code that nothing leads to; or a selection of integers one of which takes more than a word, which the loader takes.",
        ["bad_try_catch_nesting"] =
            "In code that nothing leads to.",
        ["bad_tuple_arity_list"] =
            "In code that nothing leads to.",
        ["bad_type"] =
            "The type is proven by what `beam_validator` does not look at: what all callers of a function that is not exported "
            + "pass (the compiler tells it with annotations, which no file keeps; so a match context whose start is missing is "
            + "one all the same, as every caller passes one), what functions of the module give back, also for the arguments of "
            + "one call, that `is_tagged_tuple` asks for what no tuple has, or that nothing leads to the instruction.",
        ["bad_typed_register"] =
            "Nothing leads to the instruction, or the type is known as in `bad_type`.",
        ["catch_end"] =
            "In code that nothing leads to.",
        ["crash"] =
            "`beam_validator` itself fails over such code. Nothing leads to it, or it is only the text form that cannot be "
            + "understood.",
        ["existing_stack_frame"] =
            "In code that nothing leads to.",
        ["fragile_message_reference"] =
            "In code that nothing leads to.",
        ["heap_overflow"] =
            "In code that nothing leads to.",
        ["illegal_context_for_set_tuple_element"] =
            "In code that nothing leads to.",
        ["insufficient_bits"] =
            "In code that nothing leads to: a second start of a match after the first has failed with the same value.",
        ["invalid_receive_state_change"] =
            "In code that nothing leads to.",
        ["invalid_register"] =
            "A type stands at a register that is written, where compilers put none; the loader takes it and does not look "
            + "at it.",
        ["invalid_store"] =
            "In code that nothing leads to: the branch to it is of a built-in function that cannot fail there.",
        ["invalid_tag"] =
            "In code that nothing leads to.",
        ["literal_required"] =
            "As `not_literal`.",
        ["live_does_not_preserve_context"] =
            "In code that nothing leads to.",
        ["match_context"] =
            "In code that nothing leads to: a second start of a match after the first has failed with the same value.",
        ["no text"] =
            "The compiler's assembly text cannot say what stands in the file.",
        ["no_bs_start_match2"] =
            "A match context is passed to a function that does not start with a match. That goes well when the function "
            + "does with it only what can be done with a match context, which the verifier finds out by following the "
            + "function; `beam_validator` goes by an annotation.",
        ["not_literal"] =
            "A register has a type where compilers put none. The loader takes it, and the type is checked like all others: in "
            + "default mode one that is not proven is a note.",
        ["not_live"] =
            "In code that nothing leads to.",
        ["stack_frame"] =
            "In code that nothing leads to.",
        ["throws_exception"] =
            "The function does not throw, as the types of its arguments are known.",
        ["type_conflict"] =
            "In code that nothing leads to: the BIF before it fails with any argument that it can get there.",
        ["unassigned"] =
            "In code that nothing leads to.",
        ["undef_labels"] =
            "In code that nothing leads to.",
        ["unfinished_catch_try"] =
            "In code that nothing leads to.",
        ["uninitialized_reg"] =
            "In code that nothing leads to: behind a call that does not return (`beam_validator` does not know it of "
            + "`erlang:error/3`, for one), or behind a test that cannot fail.",
        ["unknown_instruction"] =
            "In code that nothing leads to.",
        ["wrong_tag_type"] =
            "In code that nothing leads to.",
    };

    private static readonly Dictionary<string, string> Rules = new(StringComparer.Ordinal)
    {
        ["BV002"] =
            "More than 255 arguments.",
        ["BV011"] =
            "An instruction that the loader of a release does not know, or that its compiler no longer emits.",
        ["BV012"] =
            "The header of the code is written after `beam_validator` has run.",
        ["BV013"] =
            "A label with nothing behind it: `beam_validator` accepts code that runs past its end, and the loader refuses it or goes on in what follows.",
        ["BV014"] =
            "Code that cannot be read back.",
        ["BV015"] =
            "A table that code refers to is not in the file.",
        ["BV016"] =
            "Labels with large numbers: the loader makes a table of them.",
        ["BV017"] =
            "Bytes outside of the string table: the machine reads what is behind it.",
        ["BV018"] =
            "`on_load` in more than one function.",
        ["BV019"] =
            "A place in the source that is not in the line table.",
        ["BV040"] =
            "A tuple is changed that others may see.",
        ["BV090"] =
            "How the file is written is not what `beam_validator` looks at.",
        ["BV091"] =
            "As BV090.",
        ["BV092"] =
            "As BV090.",
        ["BV093"] =
            "As BV090.",
        ["BV094"] =
            "As BV090.",
        ["BV095"] =
            "As BV090.",
        ["BV001"] =
            "The header of a function that is not the one which `beam_validator` was given.",
        ["BV003"] =
            "`beam_validator` looks at the labels that it comes to; the loader of OTP 27 goes on in garbage at a label that "
            + "is not there, that of OTP 29 goes down.",
        ["BV004"] =
            "Labels are not compared by `beam_validator`; the loader refuses the file.",
        ["BV005"] =
            "A branch out of the function in code that nothing leads to. A later change of the other function would not "
            + "know of it, so it is rejected.",
        ["BV006"] =
            "`beam_validator` accepts code that runs past its end. The machine goes on in the next function, whatever it "
            + "is, or aborts at the end of the module.",
        ["BV007"] =
            "Exports are not looked at by `beam_validator`. A call of the export goes into the middle of some function.",
        ["BV008"] =
            "The lambda table is made by the assembler after `beam_validator` has run. The loader refuses some of these and "
            + "believes the others: funs are then called with too few arguments, or their captured values are taken for "
            + "others.",
        ["BV009"] =
            "`beam_validator` looks whether the arguments are there that the call speaks of, and not whether the function "
            + "takes so many: it would read registers that are dead.",
        ["BV010"] =
            "`beam_validator` looks at one function after the other; the loader refuses a module with a function twice.",
        ["BV020"] =
            "Operands of a kind that an instruction does not take are refused by the loader, which is not asked before; "
            + "some make it emit something else.",
        ["BV021"] =
            "`beam_validator` takes the missing label for an exception; the loader refuses it.",
        ["BV022"] =
            "An instruction that raises here has a label, which the machine does not look at.",
        ["BV023"] =
            "Lists that are empty or cut: refused by the loader, or something is left out.",
        ["BV024"] =
            "The cases of a selection; the loader may not come back from a selection of two kinds.",
        ["BV025"] =
            "Keys that are there twice make maps with two equal keys.",
        ["BV026"] =
            "Two results go to one register. No compiler means that, and which one stays is nowhere written down.",
        ["BV027"] =
            "`beam_validator` takes any name for a BIF. The machine calls functions that need memory, or give control away, "
            + "in a way that is not made for it.",
        ["BV028"] =
            "A native record that is not defined; the loader refuses it.",
        ["BV030"] =
            "`beam_validator` does not look there: it follows the code once from top to bottom, so it does not see what "
            + "comes back to a label from further down (nothing at all from `loop_rec_end`), and it takes `raw_raise` and "
            + "calls of which its table says that they fail for ends of the path, though `raw_raise` goes on where the class "
            + "is not one of the three.",
        ["BV031"] =
            "As BV030.",
        ["BV032"] =
            "As BV030.",
        ["BV033"] =
            "As BV030; or the live count of a command of `bs_match`, not all of which `beam_validator` looks at.",
        ["BV034"] =
            "As BV030.",
        ["BV035"] =
            "As BV030.",
        ["BV036"] =
            "As BV030.",
        ["BV037"] =
            "As BV030.",
        ["BV038"] =
            "As BV030.",
        ["BV039"] =
            "As BV030.",
        ["BV050"] =
            "As BV030.",
        ["BV051"] =
            "As BV030; above all a branch to a handler from before its `try`.",
        ["BV052"] =
            "As BV030.",
        ["BV053"] =
            "As BV030.",
        ["BV054"] =
            "The handler of a `try` that begins with something else: `beam_validator` goes on behind what stands there, and "
            + "what stands there may be the end.",
        ["BV055"] =
            "A direct way to a handler that expects an exception.",
        ["BV056"] =
            "As BV030.",
        ["BV057"] =
            "The order of the instructions of a receive: `beam_validator` lets `remove_message`, `loop_rec_end` and "
            + "`timeout` stand where there is no message, and the machine goes down.",
        ["BV058"] =
            "As BV057.",
        ["BV059"] =
            "A part of a message that is still in the queue becomes a part of a term that is built: `beam_validator` looks "
            + "at moves, calls and stack slots.",
        ["BV070"] =
            "A match context or a position where some term has to be: `beam_validator` does not ask everywhere, and takes "
            + "code for one that is not reached, as in BV030.",
        ["BV071"] =
            "One context in two arguments of a call: both are moved when one is.",
        ["BV072"] =
            "`beam_validator` looks at the bits of some commands of `bs_match` only. What is behind the end of the binary "
            + "is read.",
        ["BV073"] =
            "Commands of `bs_match` that are cut short; the loader reads what follows for the rest.",
        ["BV074"] =
            "Units that are no units: `beam_validator` does not look at them, and the machine divides by them at load.",
        ["BV075"] =
            "Segments of `bs_create_bin`: `beam_validator` does not look at their order, and the machine writes into a "
            + "binary that others see, or goes down at load.",
        ["BV080"] =
            "The type that stands at a register is contradicted by the flow. `beam_validator` knows less of calls, of "
            + "results of functions and of ranges, or lets types pass that only overlap. The machine would leave tests out.",
        ["BV081"] =
            "The type that stands at a register does not follow from the flow. `beam_validator` only looks for "
            + "contradictions. The machine would leave tests out.",
        ["BV082"] =
            "The instruction takes for granted what the flow contradicts; `beam_validator` knows less of arguments and "
            + "results, or does not look at that operand.",
        ["BV083"] =
            "The instruction takes for granted what does not follow from the flow. `beam_validator` accepts it: stack "
            + "traces that are no stack traces, funs whose arity is not known, matches that start with any term.",
        ["BV084"] =
            "Positions of `update_record` that are not in the tuple or not in order: `beam_validator` does not look at "
            + "them.",
    };

    /// <summary>The class of a rejection: the reason without its details.</summary>
    public static string ClassOf(ValidatorVerdict verdict)
    {
        if (verdict.Outcome == ValidatorOutcome.NoText)
        {
            return "no text";
        }

        var reason = verdict.Reason;
        if (reason.StartsWith("{{", StringComparison.Ordinal))
        {
            return "not_live";
        }

        var start = reason.StartsWith('{') ? 1 : 0;
        var end = start;
        while (end < reason.Length && (char.IsAsciiLetterOrDigit(reason[end]) || reason[end] == '_'))
        {
            end++;
        }

        return reason[start..end];
    }

    /// <summary>Why the verifier accepts what the validator rejects for such a reason.</summary>
    public static string? OfValidator(string reason) => Validator.GetValueOrDefault(reason);

    /// <summary>Why the verifier rejects by a rule what the validator accepts.</summary>
    public static string? OfRule(string rule) => Rules.GetValueOrDefault(rule);
}
